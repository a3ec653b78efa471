// What a fresh terminal looks like. The flags and control characters are those that node-pty's
// children find (`stty -a`), which in turn are the usual ones of xterm and iTerm2.
#ifndef FLATPTY_UNIX_TERMIOS_DEFAULTS_H_
#define FLATPTY_UNIX_TERMIOS_DEFAULTS_H_

#include <termios.h>
#include <unistd.h>

namespace flatpty {

inline termios DefaultTermios(bool utf8) {
  termios modes = {};
  modes.c_iflag = ICRNL | IXON | IXANY | IMAXBEL | BRKINT;
  if (utf8) modes.c_iflag |= IUTF8;
  modes.c_oflag = OPOST | ONLCR;
  modes.c_cflag = CREAD | CS8 | HUPCL;
  modes.c_lflag = ICANON | ISIG | IEXTEN | ECHO | ECHOE | ECHOK | ECHOKE | ECHOCTL;
  for (cc_t& c : modes.c_cc) c = _POSIX_VDISABLE;
  modes.c_cc[VINTR] = 0x03;     // ^C
  modes.c_cc[VQUIT] = 0x1c;     // ^backslash
  modes.c_cc[VERASE] = 0x7f;    // DEL
  modes.c_cc[VKILL] = 0x15;     // ^U
  modes.c_cc[VEOF] = 0x04;      // ^D
  modes.c_cc[VSTART] = 0x11;    // ^Q
  modes.c_cc[VSTOP] = 0x13;     // ^S
  modes.c_cc[VSUSP] = 0x1a;     // ^Z
  modes.c_cc[VREPRINT] = 0x12;  // ^R
  modes.c_cc[VDISCARD] = 0x0f;  // ^O
  modes.c_cc[VWERASE] = 0x17;   // ^W
  modes.c_cc[VLNEXT] = 0x16;    // ^V
  modes.c_cc[VMIN] = 1;
  modes.c_cc[VTIME] = 0;
#ifdef VDSUSP                 // BSD only
  modes.c_cc[VDSUSP] = 0x19;  // ^Y
#endif
#ifdef VSTATUS                 // BSD only
  modes.c_cc[VSTATUS] = 0x14;  // ^T
#endif
  ::cfsetispeed(&modes, B38400);
  ::cfsetospeed(&modes, B38400);
  return modes;
}

}  // namespace flatpty

#endif  // FLATPTY_UNIX_TERMIOS_DEFAULTS_H_
