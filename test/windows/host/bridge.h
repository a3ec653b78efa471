// What the bridge's files share: the two protocols, and the messages between them.
#ifndef BRIDGE_H_
#define BRIDGE_H_

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>
#include <winternl.h>

typedef unsigned int u32;
typedef unsigned char u8;

#define ST_SUCCESS 0
#define ST_PENDING 0x103
#define ST_OVERFLOW 0x80000005u
#define ST_INVALID_HANDLE 0xC0000008u
#define ST_NOT_SUPPORTED 0xC00000BBu
#define ST_INVALID_PARAMETER 0xC000000Du

// What Wine's programs ask of their console: ioctls of its own (include/wine/condrv.h).
#define WCODE(fn, access) ((0x50u << 16) | ((access) << 14) | ((fn) << 2))
enum {
  W_GET_MODE = WCODE(0, 1),
  W_SET_MODE = WCODE(1, 2),
  W_IS_UNIX = WCODE(2, 0),
  W_READ_CONSOLE = WCODE(10, 1),
  W_READ_FILE = WCODE(11, 1),
  W_READ_INPUT = WCODE(12, 1),
  W_WRITE_INPUT = WCODE(13, 2),
  W_PEEK = WCODE(14, 1),
  W_GET_INPUT_INFO = WCODE(15, 1),
  W_SET_INPUT_INFO = WCODE(16, 2),
  W_GET_TITLE = WCODE(17, 1),
  W_SET_TITLE = WCODE(18, 2),
  W_CTRL_EVENT = WCODE(19, 0),
  W_BEEP = WCODE(20, 0),
  W_FLUSH = WCODE(21, 0),
  W_GET_WINDOW = WCODE(22, 0),
  W_READ_CONSOLE_CONTROL = WCODE(24, 1),
  W_GET_INPUT_COUNT = WCODE(25, 1),
  W_WRITE_CONSOLE = WCODE(30, 2),
  W_WRITE_FILE = WCODE(31, 2),
  W_READ_OUTPUT = WCODE(32, 1),
  W_WRITE_OUTPUT = WCODE(33, 2),
  W_GET_OUTPUT_INFO = WCODE(34, 1),
  W_SET_OUTPUT_INFO = WCODE(35, 2),
  W_ACTIVATE = WCODE(36, 2),
  W_FILL_OUTPUT = WCODE(37, 2),
  W_SCROLL = WCODE(38, 2),
  W_INIT_OUTPUT = WCODE(90, 0),
  W_CLOSE_OUTPUT = WCODE(91, 0),
};

// What OpenConsole asks of its driver, and the messages that it gets (microsoft/terminal,
// dep/Console/condrv.h and conmsgl1.h to conmsgl3.h).
#define C_READ_IO 0x500006u
#define C_COMPLETE_IO 0x50000Bu
#define C_READ_INPUT 0x50000Fu
#define C_WRITE_OUTPUT 0x500013u
#define C_SET_SERVER_INFORMATION 0x50001Fu
#define C_ALLOW_VIA_UIACCESS 0x500033u
enum { F_CONNECT = 1, F_DISCONNECT, F_CREATE, F_CLOSE, F_RAW_WRITE, F_RAW_READ, F_USER };
#define L1(n) (0x01000000u + (n))
#define L2(n) (0x02000000u + (n))
enum {
  A_GetCP = L1(0),
  A_GetMode = L1(1),
  A_SetMode = L1(2),
  A_GetCount = L1(3),
  A_GetInput = L1(4),
  A_Read = L1(5),
  A_Write = L1(6),
  A_Fill = L2(0),
  A_SetActive = L2(2),
  A_Flush = L2(3),
  A_SetCP = L2(4),
  A_GetCursorInfo = L2(5),
  A_SetCursorInfo = L2(6),
  A_GetInfo = L2(7),
  A_SetSize = L2(9),
  A_SetCursorPos = L2(10),
  A_Scroll = L2(12),
  A_SetAttr = L2(13),
  A_SetWindow = L2(14),
  A_ReadString = L2(15),
  A_WriteInput = L2(16),
  A_WriteRect = L2(17),
  A_WriteString = L2(18),
  A_GetTitle = L2(20),
  A_SetTitle = L2(21),
};
struct descriptor {
  u32 id;
  int id_high;
  ULONG_PTR process, object;
  u32 function, in_size, out_size, reserved;
};
struct complete {
  u32 id;
  int id_high;
  ULONG_PTR status, information;
  u8* data;
  u32 size, offset;
};
struct operation {
  u32 id;
  int id_high;
  u8* data;
  u32 size, offset;
};

// A message in OpenConsole's hands.
struct message {
  int used, kind;
  u32 id, function;
  ULONG_PTR object;
  u8 *in, *out;
  u32 in_len, out_cap, body;
};
// A request of Wine's server that has not been answered yet.
struct request {
  u32 code, output, out_size, in_size, status, res_len;
  u8 *in, *res;
  int step;
  u8* got;  // what OpenConsole answered to the last step
  u32 got_len;
  ULONG_PTR information;
};
enum { K_CONNECT = 1, K_BUSY, K_READ };

extern ULONG_PTR client, client_in, client_out;
extern struct screen_buffer {
  u32 id;
  ULONG_PTR object;
} buffers[32];

void note(const char* format, ...);
struct message* new_message(int kind, u32 function, ULONG_PTR object, u32 in_len, u32 out_cap);
// Takes over what a request is answered with.
void result(struct request* r, const void* data, u32 len);
// The next message for a request of Wine's, or NULL when its answer is complete.
struct message* step(struct request* r, int kind);

#endif  // BRIDGE_H_
