{
  # One concern and one OS per file: the OS is chosen here, not by #if in the sources.
  'variables': {
    # 0: without the helper. The release builds it once for each processor, with musl (scripts/prebuild).
    'with_helper%': 1,
    # 1: the C++ library is linked in, as zig does.
    'static_libcxx%': 0,
    'unix_sources': [
      'src/native/binding/environment.cc',
      'src/native/binding/line_calls.cc',
      'src/native/binding/unix/addon.cc',
      'src/native/binding/unix/near_loop.cc',
      'src/native/binding/unix/near_reader.cc',
      'src/native/binding/unix/processes.cc',
      'src/native/binding/unix/pty_calls.cc',
      'src/native/binding/unix/requests.cc',
      'src/native/core/mailbox.cc',
      'src/native/core/near_watch.cc',
      'src/native/core/output_queue.cc',
      'src/native/core/pty.cc',
      'src/native/core/pty_child.cc',
      'src/native/core/pty_input.cc',
      'src/native/core/pty_output.cc',
      'src/native/core/pty_shared.cc',
      'src/native/core/reactor.cc',
      'src/native/core/utf8_decoder.cc',
      'src/native/unix/child_exec.c',
      'src/native/unix/child_failure.cc',
      'src/native/unix/environ_copy.cc',
      'src/native/unix/error_words.cc',
      'src/native/unix/exec_plan.c',
      'src/native/unix/fd_near_poller.cc',
      'src/native/unix/fd_poller.cc',
      'src/native/unix/foreground.cc',
      'src/native/unix/io_thread.cc',
      'src/native/unix/launch.cc',
      'src/native/unix/launch_fork.cc',
      'src/native/unix/launch_posix_spawn.cc',
      'src/native/unix/limits.cc',
      'src/native/unix/open_pty.cc',
      'src/native/unix/pin_library.cc',
      'src/native/unix/line_modes.cc',
      'src/native/unix/pipe_outcome.cc',
      'src/native/unix/session_look.cc',
      'src/native/unix/spawn.cc',
      'src/native/unix/unix_child.cc',
      'src/native/unix/unix_end.cc',
      'src/native/unix/uv.cc',
    ],
    'helper_sources': [
      'src/native/unix/child_exec.c',
      'src/native/unix/exec_plan.c',
      'src/native/unix/spawn_helper.c',
    ],
    'linux_sources': [
      'src/native/binding/unix/os_functions_linux.cc',
      'src/native/linux/bytes_linux.cc',
      'src/native/linux/cgroup_limits_linux.cc',
      'src/native/linux/child_os_linux.c',
      'src/native/linux/descriptors_linux.cc',
      'src/native/linux/environ_linux.cc',
      'src/native/linux/held_group_linux.cc',
      'src/native/linux/launch_vfork.cc',
      'src/native/linux/limits_linux.cc',
      'src/native/linux/near_epoll.cc',
      'src/native/linux/poller_epoll.cc',
      'src/native/linux/posix_spawn_flags_linux.cc',
      'src/native/linux/process_info_linux.cc',
      'src/native/linux/process_table_linux.cc',
      'src/native/linux/system_calls_linux.cc',
    ],
    # By architecture: what raw_linux_*.S is written for, and the others.
    'clone_sources': [
      'src/native/linux/clone_probe_linux.cc',
      'src/native/linux/launch_clone_linux.cc',
      'src/native/linux/launchers_clone_linux.cc',
    ],
    'no_clone_sources': ['src/native/linux/launchers_linux.cc'],
    'windows_sources': [
      'src/native/binding/windows/addon.cc',
      'src/native/binding/environment.cc',
      'src/native/binding/line_calls.cc',
      'src/native/core/mailbox.cc',
      'src/native/core/output_queue.cc',
      'src/native/core/plain_bytes.cc',
      'src/native/core/utf8_decoder.cc',
      'src/native/win/completion_port.cc',
      'src/native/win/console_api.cc',
      'src/native/win/console_child.cc',
      'src/native/win/console_input.cc',
      'src/native/win/console_line.cc',
      'src/native/win/console_output.cc',
      'src/native/win/console_thread.cc',
      'src/native/win/error_words.cc',
      'src/native/win/host_questions.cc',
      'src/native/win/job.cc',
      'src/native/win/launch_console.cc',
      'src/native/win/pipe_pair.cc',
      'src/native/win/pipe_reader.cc',
      'src/native/win/pipe_writer.cc',
      'src/native/win/process_wait.cc',
      'src/native/win/pseudo_console.cc',
      'src/native/win/user_only.cc',
      'src/native/win/wide.cc',
    ],
    'macos_sources': [
      'src/native/binding/unix/os_functions_macos.cc',
      'src/native/core/plain_bytes.cc',
      'src/native/macos/child_os_macos.c',
      'src/native/macos/descriptors_macos.cc',
      'src/native/macos/environ_macos.cc',
      'src/native/macos/held_group_macos.cc',
      'src/native/macos/launchers_macos.cc',
      'src/native/macos/limits_macos.cc',
      'src/native/macos/near_kqueue.cc',
      'src/native/macos/poller_kqueue.cc',
      'src/native/macos/process_info_macos.cc',
      'src/native/macos/process_rows_macos.cc',
      'src/native/macos/self_census_macos.cc',
      'src/native/macos/process_table_macos.cc',
      'src/native/macos/system_calls_macos.cc',
    ],
  },
  'target_defaults': {
    # Headers are named by their room: "core/pty.h".
    'include_dirs': ['src/native'],
    # SWALLOW...: in a worker that is being terminated nothing can be thrown into JS, and
    # node-addon-api's answer to that is otherwise to abort the process.
    'defines': ['NAPI_VERSION=8', 'NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS', '_GNU_SOURCE'],
    'cflags': ['-Wall', '-Wextra', '-Werror=return-type', '-fvisibility=hidden'],
    'cflags_c': ['-std=gnu11'],
    'cflags_cc': ['-std=c++17', '-fvisibility-inlines-hidden'],
    'xcode_settings': {
      'CLANG_CXX_LANGUAGE_STANDARD': 'c++17',
      'GCC_C_LANGUAGE_STANDARD': 'gnu11',
      'GCC_SYMBOLS_PRIVATE_EXTERN': 'YES',
      'OTHER_CFLAGS': ['-Wall', '-Wextra'],
    },
    'configurations': {
      'Release': {'xcode_settings': {'MACOSX_DEPLOYMENT_TARGET': '11.0'}},
      'Debug': {'xcode_settings': {'MACOSX_DEPLOYMENT_TARGET': '11.0'}},
    },
  },
  'targets': [
    {
      'target_name': 'pty',
      # Failures travel as C++ exceptions to addon.cc, which throws them in JS.
      'dependencies': ["<!(node -p \"require('node-addon-api').targets\"):node_addon_api_except_all"],
      'conditions': [
        ['static_libcxx==1', {'sources': ['src/native/unix/no_demangler.cc']}],
        ["OS=='linux'", {
          'sources': ['<@(unix_sources)', '<@(linux_sources)'],
          'conditions': [
            ["target_arch in 'x64 arm64'.split()", {
              'sources': ['<@(clone_sources)'],
              'dependencies': ['clone-child'],
            }, {
              'sources': ['<@(no_clone_sources)'],
            }],
          ],
          # Sections, so that the linker can leave out what nothing uses.
          'cflags': ['-ffunction-sections', '-fdata-sections'],
          # The map hides what a static C++ library brings along: another addon's copy would bind to it.
          'ldflags': [
            '-Wl,--gc-sections',
            '-Wl,--version-script=<(module_root_dir)/src/native/linux/exports.map',
          ],
        }],
        ["OS=='mac'", {
          'sources': ['<@(unix_sources)', '<@(macos_sources)'],
        }],
        ["OS=='win'", {
          'sources': ['<@(windows_sources)'],
          # 0x0A000006: Windows 10 1809, the first with pseudo consoles.
          'defines': ['UNICODE', '_UNICODE', 'NOMINMAX', 'WIN32_LEAN_AND_MEAN', 'NTDDI_VERSION=0x0A000006'],
          'libraries': ['-lntdll'],
          'msvs_settings': {
            'VCCLCompilerTool': {'AdditionalOptions': ['/std:c++17', '/utf-8']},
          },
        }],
      ],
    },
    {
      # A target of its own for its flags: nothing may be added to this code that calls a function or
      # looks at thread-locals (see child_clone_linux.c).
      'target_name': 'clone-child',
      'type': 'none',
      'conditions': [
        ["OS=='linux' and target_arch in 'x64 arm64'.split()", {
          'type': 'static_library',
          'sources': [
            'src/native/linux/child_clone_linux.c',
            'src/native/linux/raw_linux_<(target_arch).S',
          ],
          'cflags': ['-fno-stack-protector', '-fno-builtin'],
        }],
      ],
    },
    {
      'target_name': 'spawn-helper',
      'type': 'executable',
      'conditions': [
        ["OS=='linux'", {
          'conditions': [
            ["with_helper==0", {'type': 'none'}, {
              'sources': ['<@(helper_sources)', 'src/native/linux/child_os_linux.c'],
              # Static: no LD_PRELOAD or LD_LIBRARY_PATH of the child's reaches it, and it starts faster.
              'ldflags': ['-static', '-Wl,--gc-sections'],
              'ldflags!': ['-rdynamic'],
              'cflags': ['-ffunction-sections', '-fdata-sections'],
              'cflags!': ['-fPIC'],
              'libraries!': ['-ldl', '-lrt'],
            }],
          ],
        }],
        ["OS=='mac'", {
          'sources': ['<@(helper_sources)', 'src/native/macos/child_os_macos.c'],
        }],
        ["OS=='win'", {'type': 'none'}],
      ],
    },
  ],
}
