/*
 * Facts of the Darwin headers that flatpty's macOS sources rely on. Compiled against Apple's headers
 * (for macOS, by zig) and against the doubles (for Linux): both must take it.
 */
#include <libproc.h>
#include <mach/mach.h>
#include <spawn.h>
#include <stddef.h>
#include <sys/event.h>
#include <sys/ioctl.h>
#include <sys/proc.h>
#include <sys/proc_info.h>
#include <sys/sysctl.h>
#include <dirent.h>

#define IS(expression, value) _Static_assert((expression) == (value), #expression)
#define MEMBER(type, member, offset, size)                 \
  IS(offsetof(struct type, member), offset);               \
  IS(sizeof(((struct type*)0)->member), size)

IS(TIOCPTYGNAME, 0x40807453UL);

IS(POSIX_SPAWN_SETSIGDEF, 0x0004);
IS(POSIX_SPAWN_SETSIGMASK, 0x0008);
IS(POSIX_SPAWN_SETSID, 0x0400);
IS(POSIX_SPAWN_CLOEXEC_DEFAULT, 0x4000);
IS(sizeof(posix_spawnattr_t), sizeof(void*));
IS(sizeof(posix_spawn_file_actions_t), sizeof(void*));

IS(PROC_ALL_PIDS, 1);
IS(PROC_PPID_ONLY, 6);
IS(PROC_PIDLISTFDS, 1);
IS(PROC_PIDTHREADINFO, 5);
IS(PROC_PIDLISTTHREADS, 6);
IS(PROC_PIDVNODEPATHINFO, 9);
IS(PROC_PIDT_SHORTBSDINFO, 13);
IS(PROC_PIDFDVNODEPATHINFO, 2);
IS(PROX_FDTYPE_VNODE, 1);
IS(PROX_FDTYPE_SOCKET, 2);
IS(PROX_FDTYPE_PSHM, 3);
IS(PROX_FDTYPE_PSEM, 4);
IS(PROX_FDTYPE_KQUEUE, 5);
IS(PROX_FDTYPE_PIPE, 6);
IS(PROX_FDTYPE_FSEVENTS, 7);
IS(PROX_FDTYPE_NETPOLICY, 9);
IS(SIDL, 1);
IS(SRUN, 2);
IS(SSLEEP, 3);
IS(SSTOP, 4);
IS(SZOMB, 5);

IS(sizeof(struct proc_bsdshortinfo), 64);
MEMBER(proc_bsdshortinfo, pbsi_ppid, 4, 4);
MEMBER(proc_bsdshortinfo, pbsi_pgid, 8, 4);
MEMBER(proc_bsdshortinfo, pbsi_status, 12, 4);
MEMBER(proc_bsdshortinfo, pbsi_comm, 16, 16);
IS(PROC_PIDTASKALLINFO, 2);
IS(sizeof(struct proc_taskallinfo), 232);
MEMBER(proc_taskallinfo, ptinfo, 136, 96);
MEMBER(proc_bsdinfo, pbi_start_tvsec, 120, 8);
MEMBER(proc_bsdinfo, pbi_start_tvusec, 128, 8);
MEMBER(proc_taskinfo, pti_threadnum, 84, 4);
IS(sizeof(struct proc_threadinfo), 112);
MEMBER(proc_threadinfo, pth_name, 48, 64);
IS(sizeof(struct proc_fdinfo), 8);
MEMBER(proc_fdinfo, proc_fdtype, 4, 4);
IS(sizeof(struct vnode_fdinfowithpath), 1200);
MEMBER(vnode_fdinfowithpath, pvip, 24, 1176);
IS(sizeof(struct vnode_info_path), 1176);
MEMBER(vnode_info_path, vip_path, 152, 1024);
IS(sizeof(struct proc_vnodepathinfo), 2352);
MEMBER(proc_vnodepathinfo, pvi_cdir, 0, 1176);

IS(CTL_KERN, 1);
IS(KERN_PROC, 14);
IS(KERN_PROC_RUID, 6);
IS(sizeof(struct kinfo_proc), 648);

IS(sizeof(struct mach_task_basic_info), 48);
MEMBER(mach_task_basic_info, virtual_size, 0, 8);
MEMBER(mach_task_basic_info, resident_size, 8, 8);
IS(MACH_TASK_BASIC_INFO, 20);
IS(MACH_TASK_BASIC_INFO_COUNT, 12);
IS(KERN_SUCCESS, 0);

IS(EVFILT_READ, -1);
IS(EVFILT_WRITE, -2);
IS(EVFILT_PROC, -5);
IS(EVFILT_USER, -10);
IS(EV_ADD, 0x0001);
IS(EV_DELETE, 0x0002);
IS(EV_ENABLE, 0x0004);
IS(EV_DISABLE, 0x0008);
IS(EV_ONESHOT, 0x0010);
IS(EV_CLEAR, 0x0020);
IS(EV_EOF, 0x8000);
IS(NOTE_TRIGGER, 0x01000000);
IS(NOTE_EXIT, 0x80000000U);
IS(sizeof(struct kevent), 32);
MEMBER(kevent, ident, 0, 8);
MEMBER(kevent, filter, 8, 2);
MEMBER(kevent, flags, 10, 2);
MEMBER(kevent, fflags, 12, 4);
MEMBER(kevent, data, 16, 8);
MEMBER(kevent, udata, 24, 8);

MEMBER(dirent, d_name, 21, 1024);
