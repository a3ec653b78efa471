// <mach/mach.h> of macOS for Linux: how a task asks for its own size, as in XNU's
// osfmk/mach/task_info.h.
#ifndef FLATPTY_TEST_DARWIN_MACH_MACH_H_
#define FLATPTY_TEST_DARWIN_MACH_MACH_H_

#include <stdint.h>

typedef int kern_return_t;
typedef unsigned mach_port_t;
typedef unsigned mach_msg_type_number_t;
typedef unsigned task_flavor_t;
typedef int* task_info_t;

typedef struct {
  int32_t seconds;
  int32_t microseconds;
} time_value_t;

#pragma pack(push, 4)
struct mach_task_basic_info {
  uint64_t virtual_size;
  uint64_t resident_size;
  uint64_t resident_size_max;
  time_value_t user_time;
  time_value_t system_time;
  int policy;
  int suspend_count;
};
#pragma pack(pop)

#define KERN_SUCCESS 0
#define MACH_TASK_BASIC_INFO 20
#define MACH_TASK_BASIC_INFO_COUNT (sizeof(struct mach_task_basic_info) / sizeof(unsigned))

#ifdef __cplusplus
extern "C" {
#endif

mach_port_t mach_task_self(void);
kern_return_t task_info(mach_port_t task, task_flavor_t flavor, task_info_t info,
                        mach_msg_type_number_t* count);

#ifdef __cplusplus
}
#endif

#endif  // FLATPTY_TEST_DARWIN_MACH_MACH_H_
