// <sys/event.h> for Linux: the part of XNU's kqueue that src/native/macos/poller_kqueue.cc uses, so
// that this poller can be run in tests without a Mac. Values as in XNU's bsd/sys/event.h.
#ifndef FLATPTY_TEST_SYS_EVENT_H_
#define FLATPTY_TEST_SYS_EVENT_H_

#include <stdint.h>
#include <sys/types.h>
#include <time.h>

#define EVFILT_READ (-1)
#define EVFILT_WRITE (-2)
#define EVFILT_PROC (-5)
#define EVFILT_USER (-10)

#define EV_ADD 0x0001
#define EV_DELETE 0x0002
#define EV_ENABLE 0x0004
#define EV_DISABLE 0x0008
#define EV_ONESHOT 0x0010
#define EV_CLEAR 0x0020
#define EV_ERROR 0x4000
#define EV_EOF 0x8000

#define NOTE_TRIGGER 0x01000000
#define NOTE_EXIT 0x80000000

struct kevent {
  uintptr_t ident;
  int16_t filter;
  uint16_t flags;
  uint32_t fflags;
  intptr_t data;
  void* udata;
};

#define EV_SET(event, identifier, filter_, flags_, fflags_, data_, udata_) \
  do {                                                                     \
    struct kevent* const to_set = (event);                                 \
    to_set->ident = (identifier);                                          \
    to_set->filter = (filter_);                                            \
    to_set->flags = (flags_);                                              \
    to_set->fflags = (fflags_);                                            \
    to_set->data = (data_);                                                \
    to_set->udata = (udata_);                                              \
  } while (0)

#ifdef __cplusplus
extern "C" {
#endif

int kqueue(void);
int kevent(int queue, const struct kevent* changes, int change_count, struct kevent* events,
           int event_count, const struct timespec* timeout);

#ifdef __cplusplus
}
#endif

#endif  // FLATPTY_TEST_SYS_EVENT_H_
