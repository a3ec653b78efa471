/* What a descriptor or a path is: master, slave, pipe, eventfd, pidfd, other. Async-signal-safe. */
#ifndef FLATPTY_FAULTS_KIND_H_
#define FLATPTY_FAULTS_KIND_H_

const char* kind_of_path(const char* path);

/* By its link target in /proc/self/fd. */
const char* kind_of_fd(int fd);

#endif /* FLATPTY_FAULTS_KIND_H_ */
