#include "binding/environment.h"

#include <cstring>
#include <utility>

namespace flatpty {

namespace {

void Check(Napi::Env env, napi_status status) {
  if (status != napi_ok) throw Napi::Error::New(env);
}

class EventLoopWaker : public Waker {
 public:
  explicit EventLoopWaker(napi_threadsafe_function function) : function_(function) {}

  // Only napi_closing can come back: the environment is going, and the mailbox will be closed.
  void Wake() noexcept override {
    napi_call_threadsafe_function(function_, nullptr, napi_tsfn_nonblocking);
  }

 private:
  const napi_threadsafe_function function_;
};

// The three below: null when there is no memory for it, or the environment is going.

napi_value ToText(napi_env env, const Chunk& chunk) {
  napi_value text = nullptr;
  if (chunk.text() == nullptr) {
    napi_create_string_latin1(env, chunk.data(), chunk.units(), &text);
  } else {
    napi_create_string_utf16(env, chunk.text(), chunk.units(), &text);
  }
  return text;
}

napi_value ToBuffer(napi_env env, const PartOfCharacter& part, const char* data, size_t size) {
  napi_value buffer = nullptr;
  void* bytes = nullptr;
  if (napi_create_buffer(env, part.size + size, &bytes, &buffer) != napi_ok) return nullptr;
  std::memcpy(bytes, part.bytes, part.size);
  if (size > 0) std::memcpy(static_cast<char*>(bytes) + part.size, data, size);
  return buffer;
}

napi_value ToLastOutput(napi_env env, const Delivery& delivery) {
  if (!delivery.as_text) return ToBuffer(env, delivery.after, nullptr, 0);
  constexpr char16_t kReplacement = 0xFFFD;
  napi_value text = nullptr;
  napi_create_string_utf16(env, &kReplacement, 1, &text);
  return text;
}

}  // namespace

Environment::~Environment() { Shutdown(); }

const std::shared_ptr<Mailbox>& Environment::GetMailbox() {
  if (mailbox_) return mailbox_;
  if (wake_ == nullptr) {
    const auto name = Napi::String::New(env_, "flatpty");
    Check(env_, napi_create_threadsafe_function(env_, nullptr, nullptr, name, 0, 1, nullptr,
                                                nullptr, this, CallJs, &wake_));
    Check(env_, napi_unref_threadsafe_function(env_, wake_));
  }
  mailbox_ = std::make_shared<Mailbox>(std::make_unique<EventLoopWaker>(wake_));
  // Hooks run last in, first out, so this one runs before the thread-safe function's own, which
  // frees what the mailbox calls.
  Check(env_, napi_add_env_cleanup_hook(
                  env_, [](void* self) { static_cast<Environment*>(self)->Shutdown(); }, this));
  return mailbox_;
}

// The environment goes (process.exit, worker.terminate): masters are closed, so children get their
// SIGHUP, and no thread waits for them.
void Environment::Shutdown() {
  if (mailbox_) mailbox_->Close();
  for (auto& [id, entry] : entries_) entry.line->Detach();
  entries_.clear();
}

void Environment::Add(const std::shared_ptr<Line>& line) {
  try {
    Entry entry;
    // Not line->fd() < 0: a short program can be over already, with its output and end to tell.
    entry.ended = !line->has_terminal();
    entry.exited = line->child_id() < 0;
    entry.line = line;
    entry.dispatcher = dispatcher;
    Recount(&entries_.emplace(line->id(), std::move(entry)).first->second);
  } catch (...) {
    line->Detach();
    throw;
  }
}

std::shared_ptr<Line> Environment::Find(PtyId id) const {
  const auto found = entries_.find(id);
  return found == entries_.end() ? nullptr : found->second.line;
}

void Environment::SetReferenced(PtyId id, bool referenced) {
  const auto found = entries_.find(id);
  if (found == entries_.end()) return;
  found->second.referenced = referenced;
  Recount(&found->second);
}

void Environment::SetReading(PtyId id, bool wanted) {
  const auto found = entries_.find(id);
  if (found == entries_.end()) return;
  found->second.wanted = wanted;
  Recount(&found->second);
  found->second.line->SetReading(wanted);
}

// A pty keeps the event loop alive while something of it can still happen by itself: its child
// may exit, or output may come that JS is willing to take.
void Environment::Recount(Entry* entry) {
  const bool counts = entry->referenced && (!entry->exited || (!entry->ended && entry->wanted));
  if (counts == entry->counted) return;
  entry->counted = counts;
  if (counts && live_++ == 0) napi_ref_threadsafe_function(env_, wake_);
  if (!counts && --live_ == 0) napi_unref_threadsafe_function(env_, wake_);
}

void Environment::CallJs(napi_env env, napi_value, void* context, void*) {
  if (env == nullptr) return;  // the environment is being torn down
  auto* const self = static_cast<Environment*>(context);
  // While JS is awaited no news wakes it: this is the reactor's reminder, and a turn of its own.
  if (self->delivery_awaited_) {
    self->DeliverInTurn();
  } else {
    self->Deliver();
  }
}

// Another call may follow before the event loop has its turn: the dispatcher of thread-safe
// functions runs up to 1,000 of them without yielding. So it is only after DeliverInTurn that the
// count begins anew.
void Environment::Deliver() {
  const Napi::HandleScope scope(env_);
  TimePoint start = Clock::now();
  while (!budget_.is_spent()) {
    const std::shared_ptr<Line> line = mailbox_->Next();
    if (!line) return;
    const Delivery delivery = line->Take();
    HandOver(line, delivery);
    if (delivery.more) mailbox_->PutBack(line);
    const TimePoint now = Clock::now();
    budget_.Spend(delivery.data.size(), now - start);
    start = now;
  }
  delivery_awaited_ = true;
  mailbox_->SetAwaited(true);
  napi_value keeps_alive = Napi::Boolean::New(env_, live_ > 0);
  napi_value ignored;
  napi_call_function(env_, env_.Undefined(), deliver_soon.Value(), 1, &keeps_alive, &ignored);
  // What it throws concerns no listener of a terminal; the reactor reminds of the rest.
  if (env_.IsExceptionPending()) env_.GetAndClearPendingException();
}

void Environment::DeliverInTurn() {
  if (std::exchange(delivery_awaited_, false)) mailbox_->SetAwaited(false);
  budget_.Renew();
  if (mailbox_) Deliver();
}

void Environment::HandOver(const std::shared_ptr<Line>& line, const Delivery& delivery) {
  const Napi::HandleScope scope(env_);
  const PtyId id = line->id();
  // Looked up again before each event: a listener may have ended the environment's interest.
  const auto find = [this, id]() -> Entry* {
    const auto found = entries_.find(id);
    return found == entries_.end() ? nullptr : &found->second;
  };
  if (delivery.taken && find() != nullptr) {
    Tell(id, kTaken, {Napi::Number::New(env_, static_cast<double>(*delivery.taken))});
  }
  const Chunk& chunk = delivery.data;
  const bool some = delivery.as_text ? chunk.units() > 0 : chunk.size() > 0;
  if (some && find() != nullptr) {
    napi_value value = delivery.as_text
                           ? ToText(env_, chunk)
                           : ToBuffer(env_, delivery.before, chunk.data(), chunk.size());
    if (value != nullptr) Tell(id, kData, {value});
  }
  if (delivery.after.size > 0 && find() != nullptr) {
    napi_value value = ToLastOutput(env_, delivery);
    if (value != nullptr) Tell(id, kData, {value});
  }
  if (Entry* entry = delivery.end ? find() : nullptr) {
    entry->ended = true;
    Tell(id, kEnd, {});
  }
  if (const auto& exit = delivery.exit) {
    if (Entry* entry = find()) {
      entry->exited = true;
      Tell(id, kExit, {Napi::Number::New(env_, exit->code), Napi::Number::New(env_, exit->signal)});
    }
  }
  if (Entry* entry = find()) {
    Recount(entry);
    if (entry->ended && entry->exited) entries_.erase(id);
  }
}

// A listener that throws must neither keep the news from the other ptys nor be swallowed.
void Environment::Tell(PtyId id, Event event, std::initializer_list<napi_value> arguments) {
  const auto found = entries_.find(id);
  if (found == entries_.end()) return;
  // Kept over the call: a listener may end the environment's interest.
  const std::shared_ptr<Napi::FunctionReference> own = found->second.dispatcher;
  napi_value all[4] = {Napi::Number::New(env_, static_cast<double>(id)),
                       Napi::Number::New(env_, event)};
  size_t count = 2;
  for (const napi_value argument : arguments) all[count++] = argument;
  napi_value ignored;
  const napi_status status =
      napi_call_function(env_, env_.Undefined(), own->Value(), count, all, &ignored);
  if (status != napi_pending_exception) return;
  napi_value error;
  if (napi_get_and_clear_last_exception(env_, &error) == napi_ok) {
    napi_fatal_exception(env_, error);
  }
}

}  // namespace flatpty
