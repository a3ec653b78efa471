/* Included before every source of the build with this kqueue: calls that macOS spells otherwise. */
#ifndef FLATPTY_TEST_AS_ON_MACOS_H_
#define FLATPTY_TEST_AS_ON_MACOS_H_

#include <pthread.h>

/* On macOS only the calling thread can be named. */
#define pthread_setname_np(name) pthread_setname_np(pthread_self(), name)

#endif /* FLATPTY_TEST_AS_ON_MACOS_H_ */
