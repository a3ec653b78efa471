/*
 * System calls without libc, for child_clone_linux.c: they touch neither errno nor any other thread-local
 * of the thread whose memory they are made in, and need no lazy binding. x86_64.
 */
        .text

/* long raw_syscall(long number, long a, long b, long c, long d): what the kernel says, -errno included. */
        .globl  raw_syscall
        .hidden raw_syscall
        .type   raw_syscall, @function
raw_syscall:
        endbr64
        movq    %rdi, %rax
        movq    %rsi, %rdi
        movq    %rdx, %rsi
        movq    %rcx, %rdx
        movq    %r8, %r10
        syscall
        ret
        .size   raw_syscall, . - raw_syscall

/*
 * long raw_clone(unsigned long flags, void* stack_end, void* cleared, void (*run)(void*), void* argument):
 * clone(2); the child calls run(argument) on its own stack.
 */
        .globl  raw_clone
        .hidden raw_clone
        .type   raw_clone, @function
raw_clone:
        endbr64
        andq    $-16, %rsi
        subq    $16, %rsi
        movq    %rcx, 0(%rsi)
        movq    %r8, 8(%rsi)
        movq    %rdx, %r10              /* child_tid */
        xorl    %edx, %edx              /* parent_tid */
        xorl    %r8d, %r8d              /* tls */
        movl    $56, %eax               /* __NR_clone */
        syscall
        testq   %rax, %rax
        jnz     1f
        xorl    %ebp, %ebp              /* the outermost frame */
        popq    %rax
        popq    %rdi
        call    *%rax
        hlt
1:      ret
        .size   raw_clone, . - raw_clone

/* NT_GNU_PROPERTY_TYPE_0: GNU_PROPERTY_X86_FEATURE_1_AND with IBT and SHSTK. One object without it takes
   the protection from the whole library. */
        .section .note.gnu.property, "a"
        .balign 8
        .long   4, 16, 5
        .asciz  "GNU"
        .long   0xc0000002, 4, 3, 0

        .section .note.GNU-stack, "", @progbits
