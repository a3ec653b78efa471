// One request of a Wine program becomes one or more messages of ConDrv's, and their answers its
// answer.
//
// Not translated: ReadConsoleOutput of rectangles, fonts, history, aliases.
#include "bridge.h"

static ULONG_PTR output_object(u32 id) {
  if (id <= 1) return client_out;
  for (int i = 0; i < 32; i++)
    if (buffers[i].id == id) return buffers[i].object;
  return client_out;
}

static struct message* api(int kind, u32 number, ULONG_PTR object, const void* body, u32 body_len,
                           const void* data, u32 data_len, u32 more_out) {
  struct message* m =
      new_message(kind, F_USER, object, 8 + body_len + data_len, body_len + more_out);
  ((u32*)m->in)[0] = number, ((u32*)m->in)[1] = body_len;
  if (body_len) memcpy(m->in + 8, body, body_len);
  if (data_len) memcpy(m->in + 8 + body_len, data, data_len);
  m->body = body_len;
  return m;
}

void result(struct request* r, const void* data, u32 len) {
  r->res = realloc(r->res, len + 1), r->res_len = len;
  if (len) memcpy(r->res, data, len);
}

struct message* step(struct request* r, int kind) {
  u8 b[128] = {0};
  u32* b4 = (u32*)b;
  USHORT* b2 = (USHORT*)b;
  const u32* in4 = (const u32*)r->in;
  const short* in2 = (const short*)r->in;
  ULONG_PTR in = client_in, out = output_object(r->output), either = r->output ? out : in;
  int s = r->step;
  switch (r->code) {
    case W_GET_MODE:
      if (s == 0) return api(kind, A_GetMode, either, b, 4, NULL, 0, 0);
      result(r, r->got, 4);
      return NULL;
    case W_SET_MODE:
      if (s) return NULL;
      b4[0] = in4[0];
      return api(kind, A_SetMode, either, b, 4, NULL, 0, 0);
    case W_IS_UNIX:
      r->status = ST_NOT_SUPPORTED;
      return NULL;
    case W_READ_CONSOLE:
    case W_READ_FILE:
    case W_READ_CONSOLE_CONTROL: {
      int control = r->code == W_READ_CONSOLE_CONTROL;
      if (s == 0) {
        b[0] = r->code != W_READ_FILE, b[1] = r->code == W_READ_FILE;
        if (control) b4[1] = r->in_size - 4, b4[2] = in4[0];
        return api(kind, A_Read, in, b, 20, control ? r->in + 4 : NULL,
                   control ? r->in_size - 4 : 0, r->out_size - (control ? 4 : 0));
      }
      u32 n = ((u32*)r->got)[4];
      if (20 + n > r->got_len) n = r->got_len - 20;
      if (control) {
        memmove(r->got + 16, r->got + 12, 4);  // the keys' state, just before the text
        result(r, r->got + 16, 4 + n);
      } else
        result(r, r->got + 20, n);
      return NULL;
    }
    case W_READ_INPUT:
    case W_PEEK:
      if (s == 0) {
        if (r->out_size < 20) return NULL;
        b2[2] = r->code == W_PEEK ? 3 : 0, b[6] = 1;
        return api(kind, A_GetInput, in, b, 8, NULL, 0, r->out_size);
      }
      result(r, r->got + 8, ((u32*)r->got)[0] * 20);
      return NULL;
    case W_WRITE_INPUT:
      if (s) return NULL;
      b[4] = 1, b[5] = 1;
      return api(kind, A_WriteInput, in, b, 8, r->in, r->in_size, 0);
    case W_GET_INPUT_INFO: {
      u32 cp[2] = {0};
      if (s == 0) return api(kind, A_GetCP, in, b, 8, NULL, 0, 0);
      if (s == 1) {
        result(r, r->got, 4);
        b[4] = 1;
        return api(kind, A_GetCP, in, b, 8, NULL, 0, 0);
      }
      cp[0] = *(u32*)r->res, cp[1] = *(u32*)r->got;
      result(r, cp, 8);
      return NULL;
    }
    case W_SET_INPUT_INFO:
      if (s == 0 && (in4[0] & 1)) {
        b4[0] = in4[1];
        return api(kind, A_SetCP, in, b, 8, NULL, 0, 0);
      }
      if (s <= 1 && (in4[0] & 2)) {
        r->step = 1;
        b4[0] = in4[2], b[4] = 1;
        return api(kind, A_SetCP, in, b, 8, NULL, 0, 0);
      }
      return NULL;
    case W_GET_INPUT_COUNT:
      if (s == 0) return api(kind, A_GetCount, in, b, 4, NULL, 0, 0);
      result(r, r->got, 4);
      return NULL;
    case W_GET_TITLE: {
      if (r->out_size < 8) {
        r->status = ST_INVALID_PARAMETER;
        return NULL;
      }
      if (s == 0) {
        b[4] = 1, b[5] = !in4[0];
        return api(kind, A_GetTitle, in, b, 8, NULL, 0, r->out_size - 8 + 2);
      }
      u32 chars = ((u32*)r->got)[0], fit = (r->out_size - 8) / 2;
      u32 have = chars < fit ? chars : fit;
      u8* t = calloc(1, 8 + have * 2);
      *(u32*)t = chars;
      memcpy(t + 4, r->got + 8, have * 2);
      result(r, t, 8 + have * 2);
      free(t);
      return NULL;
    }
    case W_SET_TITLE:
      if (s) return NULL;
      b[0] = 1;
      return api(kind, A_SetTitle, in, b, 1, r->in, r->in_size, 0);
    case W_FLUSH:
      if (s) return NULL;
      return api(kind, A_Flush, in, b, 0, NULL, 0, 0);
    case W_GET_WINDOW:
      result(r, b, 4);
      return NULL;
    case W_BEEP:
      return NULL;
    case W_WRITE_CONSOLE:
    case W_WRITE_FILE:
      if (s || !r->in_size) return NULL;
      b[4] = r->code == W_WRITE_CONSOLE;
      return api(kind, A_Write, out, b, 8, r->in, r->in_size, 0);
    case W_WRITE_OUTPUT: {  // x, y, mode, width, then the data
      u32 len = r->in_size - 16, mode = in4[2], width = in4[3], unit = mode == 2 ? 4 : 2;
      if (s == 0 && mode == 2 && width) {
        b2[0] = in4[0], b2[1] = in4[1], b2[2] = in4[0] + width - 1,
        b2[3] = in4[1] + len / 4 / width - 1;
        b[8] = 1;
        return api(kind, A_WriteRect, out, b, 10, r->in + 16, len, 0);
      }
      if (s == 0 && mode != 2) {
        b2[0] = in4[0], b2[1] = in4[1], b4[1] = mode == 0 ? 2 : 3;
        return api(kind, A_WriteString, out, b, 12, r->in + 16, len, 0);
      }
      if (s == 0) {
        r->status = ST_NOT_SUPPORTED;
        return NULL;
      }
      u32 count = len / unit;
      if (mode == 2)
        result(r, r->got, 8);
      else
        result(r, &count, 4);
      return NULL;
    }
    case W_READ_OUTPUT:
      if (in4[2] == 2) {
        r->status = ST_NOT_SUPPORTED;
        return NULL;
      }
      if (s == 0) {
        b2[0] = in4[0], b2[1] = in4[1], b4[1] = in4[2] == 0 ? 2 : 3;
        return api(kind, A_ReadString, out, b, 12, NULL, 0, r->out_size);
      }
      result(r, r->got + 12, ((u32*)r->got)[2] * 2);
      return NULL;
    case W_GET_OUTPUT_INFO: {
      if (s == 0) return api(kind, A_GetInfo, out, b, 92, NULL, 0, 0);
      if (s == 1) {
        result(r, r->got, 92);
        return api(kind, A_GetCursorInfo, out, b, 8, NULL, 0, 0);
      }
      short o[50] = {0};
      const short* i = (const short*)r->res;
      o[0] = *(u32*)r->got, o[1] = r->got[4];
      o[2] = i[2], o[3] = i[3];                                                    // cursor
      o[4] = i[0], o[5] = i[1];                                                    // buffer
      o[6] = i[6], o[7] = i[11];                                                   // attributes
      o[8] = i[4], o[9] = i[5], o[10] = i[4] + i[7] - 1, o[11] = i[5] + i[8] - 1;  // window
      o[12] = i[9], o[13] = i[10], o[14] = 8, o[15] = 16, o[16] = 400, o[17] = 0;
      memcpy(o + 18, r->res + 28, 64);
      result(r, o, 100);
      return NULL;
    }
    case W_SET_OUTPUT_INFO: {  // a mask, then the fields above; one message a bit
      const short* o = in2 + 2;
      u32 mask = in4[0];
      for (; r->step < 5; r->step++) {
        if (!(mask & (1u << r->step))) continue;
        switch (r->step) {
          case 0:
            b4[0] = o[0], b[4] = o[1];
            return api(kind, A_SetCursorInfo, out, b, 8, NULL, 0, 0);
          case 1:
            b2[0] = o[2], b2[1] = o[3];
            return api(kind, A_SetCursorPos, out, b, 4, NULL, 0, 0);
          case 2:
            b2[0] = o[4], b2[1] = o[5];
            return api(kind, A_SetSize, out, b, 4, NULL, 0, 0);
          case 3:
            b2[0] = o[6];
            return api(kind, A_SetAttr, out, b, 2, NULL, 0, 0);
          case 4:
            b[0] = 1, b2[1] = o[8], b2[2] = o[9], b2[3] = o[10], b2[4] = o[11];
            return api(kind, A_SetWindow, out, b, 10, NULL, 0, 0);
        }
      }
      return NULL;
    }
    case W_FILL_OUTPUT:
      if (s == 0) {
        b2[0] = in4[0], b2[1] = in4[1], b4[1] = in4[2] == 0 ? 2 : 3;
        b2[4] = in4[2] == 0 ? in2[10] : in2[11], b4[3] = in4[3];
        return api(kind, A_Fill, out, b, 16, NULL, 0, 0);
      }
      result(r, r->got + 12, 4);
      return NULL;
    case W_SCROLL:
      if (s) return NULL;
      memcpy(b, in2, 8);          // source
      memcpy(b + 8, in2 + 6, 8);  // clip
      b[16] = 1, b[17] = 1;
      memcpy(b + 18, in2 + 4, 4);  // destination
      memcpy(b + 22, in2 + 10, 4);
      return api(kind, A_Scroll, out, b, 26, NULL, 0, 0);
    case W_ACTIVATE:
      if (s || r->output <= 1) return NULL;
      return api(kind, A_SetActive, out, b, 0, NULL, 0, 0);
    case W_INIT_OUTPUT:
      if (r->output <= 1) return NULL;
      if (s == 0) {
        struct message* m = new_message(kind, F_CREATE, client, 24, 0);
        u32* p = (u32*)m->in;
        p[0] = 3, p[1] = 3, p[2] = GENERIC_READ | GENERIC_WRITE, p[3] = 1;
        return m;
      }
      for (int i = 0; i < 32; i++) {
        if (buffers[i].id) continue;
        buffers[i].id = r->output, buffers[i].object = r->information;
        break;
      }
      return NULL;
    case W_CLOSE_OUTPUT:
      if (s || r->output <= 1) return NULL;
      for (int i = 0; i < 32; i++)
        if (buffers[i].id == r->output) {
          buffers[i].id = 0;
          return new_message(kind, F_CLOSE, buffers[i].object, 0, 0);
        }
      return NULL;
  }
  note("ioctl %x not translated", r->code);
  r->status = ST_NOT_SUPPORTED;
  return NULL;
}
