import { PtyEvent } from '../addon/addon';
import { rethrowSystemError } from '../errors';
import type { IPtyOpenOptions } from '../interfaces';
import { argv, env } from '../node';
import { planOpen } from '../spawn/options';
import { ptyResource } from './asyncContext';
import { Input } from './input';
import { type OnPtyEvent, PtyHandle } from './ptyHandle';
import { PtySocket } from './ptySocket';
import { Terminal } from './terminal';

/** The program's end of a terminal without a program, until its stream is made. */
class SlaveEnd {
  private _socket: PtySocket | undefined;
  private readonly _context = ptyResource();

  private readonly _onEvent: OnPtyEvent = (event, value) => {
    this._context.runInAsyncScope(this._receive, this, event, value);
  };

  private _receive(event: number, value?: string | Buffer | number): void {
    if (event === PtyEvent.Taken) this._input?.moved();
    else this._socket?.receive(event, value);
  }

  private _input: Input | undefined;

  /** @throws ErrnoException. */
  open(settings: Parameters<typeof PtyHandle.open>[0], onMasterEvent: OnPtyEvent): Opened {
    try {
      const ends = PtyHandle.open(settings, onMasterEvent, this._onEvent);
      ends.slave.setReading(false); // until it is listened to: another process may want the input
      return ends;
    } catch (error) {
      rethrowSystemError(error, 'openpty(3) failed,');
    }
  }

  stream(handle: PtyHandle, encoding: BufferEncoding | null): PtySocket {
    this._input = new Input(handle, () => {});
    const destroyed = () => this._context.emitDestroy();
    const end = { handle, input: this._input, context: this._context, destroyed };
    this._socket = new PtySocket(end, encoding);
    return this._socket;
  }
}

type Opened = ReturnType<typeof PtyHandle.open>;

/**
 * A terminal without a program: what open() returns. It lives until it is destroyed; another
 * process may open `ptsName` and use it as its terminal.
 */
export class UnixPair extends Terminal {
  readonly slave: PtySocket;

  /** @throws ErrnoException, and as planOpen. */
  constructor(options?: IPtyOpenOptions | null) {
    const { settings, encoding } = planOpen(options);
    const slaveEnd = new SlaveEnd();
    let slave: PtyHandle | undefined;
    super(null, {
      cols: settings.cols,
      rows: settings.rows,
      file: argv[0] || 'node',
      name: env().TERM || '',
      encoding,
      hasProgram: false,
      open: (onEvent) => {
        const ends = slaveEnd.open(settings, onEvent);
        slave = ends.slave;
        return ends.master;
      },
    });
    this.slave = slaveEnd.stream(slave as unknown as PtyHandle, encoding);
  }

  get master(): PtySocket {
    return this._socket;
  }

  /** For spawn() with the option `slave`. A function, because a Proxy wraps what is read through it. */
  handleOfMaster(): PtyHandle {
    return this._native;
  }

  override ref(): void {
    super.ref();
    this.slave.ref();
  }

  override unref(): void {
    super.unref();
    this.slave.unref();
  }

  override destroy(error?: Error | null): void {
    super.destroy(error);
    this.slave.destroy();
  }
}
