/*
 * Faults on purpose, an addon of its own: built and loaded as pty.node is, each must end in a
 * report, or the silence about pty.node means nothing.
 */
#include <limits.h>
#include <node_api.h>
#include <pthread.h>
#include <stdlib.h>

static volatile int shared;

static napi_value use_after_free(napi_env env, napi_callback_info info) {
  volatile char* block = malloc(16);
  (void)env, (void)info;
  free((void*)block);
  shared = block[3];
  return NULL;
}

static napi_value leak(napi_env env, napi_callback_info info) {
  (void)env, (void)info;
  shared = malloc(1234) != NULL;
  return NULL;
}

static napi_value overflow(napi_env env, napi_callback_info info) {
  volatile int most = INT_MAX;
  (void)env, (void)info;
  shared = most + 1;
  return NULL;
}

static void* count(void* unused) {
  int i;
  for (i = 0; i < 1000; i++) shared++;
  return unused;
}

static napi_value race(napi_env env, napi_callback_info info) {
  pthread_t threads[2];
  int i;
  (void)env, (void)info;
  for (i = 0; i < 2; i++) pthread_create(&threads[i], NULL, count, NULL);
  for (i = 0; i < 2; i++) pthread_join(threads[i], NULL);
  return NULL;
}

static void define(napi_env env, napi_value exports, const char* name, napi_callback callback) {
  napi_value function;
  napi_create_function(env, name, NAPI_AUTO_LENGTH, callback, NULL, &function);
  napi_set_named_property(env, exports, name, function);
}

NAPI_MODULE_INIT() {
  define(env, exports, "useAfterFree", use_after_free);
  define(env, exports, "leak", leak);
  define(env, exports, "overflow", overflow);
  define(env, exports, "race", race);
  return exports;
}
