/* The I/O thread: its start, and what it does all day. */
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "wrapper.h"

IN_FRONT_OF(epoll_create1)
int epoll_create1(int flags) {
  FAIL_IF(fault("epoll_create1", CALLER), -1);
  return next_epoll_create1()(flags);
}

IN_FRONT_OF(eventfd)
int eventfd(unsigned value, int flags) {
  FAIL_IF(fault("eventfd", CALLER), -1);
  return next_eventfd()(value, flags);
}

IN_FRONT_OF(pthread_attr_init)
int pthread_attr_init(pthread_attr_t* attributes) {
  const int error = fault("pthread_attr_init", CALLER);
  return error != 0 ? error : next_pthread_attr_init()(attributes);
}

IN_FRONT_OF(pthread_create)
int pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*run)(void*),
                   void* argument) {
  const int error = fault("pthread_create", CALLER);
  return error != 0 ? error : next_pthread_create()(thread, attributes, run, argument);
}

static const char* operation_name(int operation) {
  switch (operation) {
    case EPOLL_CTL_ADD:
      return "EPOLL_CTL_ADD";
    case EPOLL_CTL_MOD:
      return "EPOLL_CTL_MOD";
    default:
      return "EPOLL_CTL_DEL";
  }
}

IN_FRONT_OF(epoll_ctl)
int epoll_ctl(int epoll, int operation, int fd, struct epoll_event* event) {
  FAIL_IF(fault_on_fd(operation_name(operation), fd, CALLER), -1);
  return next_epoll_ctl()(epoll, operation, fd, event);
}

IN_FRONT_OF(epoll_wait)
int epoll_wait(int epoll, struct epoll_event* events, int capacity, int timeout) {
  FAIL_IF(fault("epoll_wait", CALLER), -1);
  return next_epoll_wait()(epoll, events, capacity, timeout);
}

IN_FRONT_OF(read)
ssize_t read(int fd, void* buffer, size_t size) {
  const int error = fault_on_fd("read", fd, CALLER);
  if (error == FAULT_SHORT) return next_read()(fd, buffer, size < 1 ? size : 1);
  FAIL_IF(error, -1);
  return next_read()(fd, buffer, size);
}

IN_FRONT_OF(write)
ssize_t write(int fd, const void* buffer, size_t size) {
  const int error = fault_on_fd("write", fd, CALLER);
  if (error == FAULT_SHORT) return next_write()(fd, buffer, size < 1 ? size : 1);
  FAIL_IF(error, -1);
  return next_write()(fd, buffer, size);
}

/* The number is free whatever close(2) says on Linux. */
IN_FRONT_OF(close)
int close(int fd) {
  const int error = fault_on_fd("close", fd, CALLER);
  const int result = next_close()(fd);
  FAIL_IF(error, -1);
  return result;
}
