/* Included before every source that is built over the doubles: what macOS spells otherwise. */
#ifndef FLATPTY_TEST_AS_ON_MACOS_H_
#define FLATPTY_TEST_AS_ON_MACOS_H_

#include <pthread.h>
#include <sys/ioctl.h>

/* On macOS only the calling thread can be named. */
#define pthread_setname_np(name) pthread_setname_np(pthread_self(), name)

/* _IOC(IOC_OUT, 't', 83, 128): XNU's bsd/sys/ttycom.h. */
#define TIOCPTYGNAME 0x40807453UL

#endif /* FLATPTY_TEST_AS_ON_MACOS_H_ */
