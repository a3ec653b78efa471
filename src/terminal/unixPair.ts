import type { NativeSettings } from '../addon/addon';
import { rethrowSystemError } from '../errors';
import type { IPtyOpenOptions } from '../interfaces';
import { argv, env } from '../node';
import { planOpen } from '../spawn/options';
import { PtyHandle } from './ptyHandle';
import { PtySocket } from './ptySocket';
import { Terminal } from './terminal';

/**
 * A terminal without a program: what open() returns. It lives until it is destroyed; another
 * process may open `ptsName` and use it as its terminal.
 */
export class UnixPair extends Terminal {
  readonly slave: PtySocket;

  /** @throws ErrnoException, and as planOpen. */
  constructor(options?: IPtyOpenOptions | null) {
    super();
    const { settings, encoding } = planOpen(options);
    const master = new PtySocket(encoding);
    this.slave = new PtySocket(encoding);
    const ends = UnixPair._open(settings, master, this.slave);
    master.attach(ends.master);
    this.slave.attach(ends.slave);
    this._pty = ends.master.ptsName;
    this._cols = settings.cols;
    this._rows = settings.rows;
    this._file = argv[0] || 'node';
    this._name = env().TERM || '';
    this._attach(master, encoding);
  }

  get master(): PtySocket {
    return this._socket;
  }

  override ref(): void {
    super.ref();
    this.slave.ref();
  }

  override unref(): void {
    super.unref();
    this.slave.unref();
  }

  override destroy(): void {
    super.destroy();
    this.slave.destroy();
  }

  private static _open(
    settings: NativeSettings,
    master: PtySocket,
    slave: PtySocket,
  ): { master: PtyHandle; slave: PtyHandle } {
    try {
      return PtyHandle.open(settings, master.onEvent, slave.onEvent);
    } catch (error) {
      rethrowSystemError(error, 'openpty(3) failed,');
    }
  }
}
