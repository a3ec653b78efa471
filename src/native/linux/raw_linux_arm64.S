/*
 * System calls without libc, for child_clone_linux.c: they touch neither errno nor any other thread-local
 * of the thread whose memory they are made in, and need no lazy binding. aarch64.
 */
        .text

/* long raw_syscall(long number, long a, long b, long c, long d): what the kernel says, -errno included. */
        .globl  raw_syscall
        .hidden raw_syscall
        .type   raw_syscall, %function
raw_syscall:
        hint    #34                     /* bti c */
        mov     x8, x0
        mov     x0, x1
        mov     x1, x2
        mov     x2, x3
        mov     x3, x4
        svc     #0
        ret
        .size   raw_syscall, . - raw_syscall

/*
 * long raw_clone(unsigned long flags, void* stack_end, void* cleared, void (*run)(void*), void* argument):
 * clone(2); the child calls run(argument) on its own stack.
 */
        .globl  raw_clone
        .hidden raw_clone
        .type   raw_clone, %function
raw_clone:
        hint    #34
        and     x1, x1, #-16
        stp     x3, x4, [x1, #-16]!
        mov     x4, x2                  /* child_tid: fifth here (CONFIG_CLONE_BACKWARDS) */
        mov     x2, xzr                 /* parent_tid */
        mov     x3, xzr                 /* tls */
        mov     x8, #220                /* __NR_clone */
        svc     #0
        cbnz    x0, 1f
        mov     x29, xzr                /* the outermost frame */
        ldp     x9, x0, [sp], #16
        blr     x9
        brk     #0
1:      ret
        .size   raw_clone, . - raw_clone

/* NT_GNU_PROPERTY_TYPE_0: GNU_PROPERTY_AARCH64_FEATURE_1_AND with BTI. One object without it takes the
   protection from the whole library. */
        .section .note.gnu.property, "a"
        .balign 8
        .word   4, 16, 5
        .asciz  "GNU"
        .word   0xc0000000, 4, 1, 0

        .section .note.GNU-stack, "", %progbits
