// A native terminal as TypeScript holds it. The addon knows terminals by number, as node-pty's does, so
// nothing here depends on `this` being the object that the addon made: a terminal may be wrapped in a
// Proxy or be another object's prototype.
import {
  binding,
  type LaunchFailure,
  type NativeConsoleRequest,
  type NativeJob,
  type NativeSettings,
  type NativeSpawnRequest,
  PtyEvent,
} from '../addon/addon';

export type OnPtyEvent = (event: number, value?: string | Buffer | number, signal?: number) => void;

/** Every terminal whose last event has not come yet, by its id. */
const handles = new Map<number, PtyHandle>();

/**
 * One native terminal. The addon owns its descriptor and its child; after `close()`, and after the
 * terminal's end, every method is harmless.
 */
export class PtyHandle {
  /** The child; -1 for an end of open(). */
  readonly pid: number;
  /** The path of the slave. */
  readonly ptsName: string;
  /** Bytes of input written so far, ever. */
  accepted = 0;
  /** Of these, the bytes that the kernel has taken, or that no program can read any more. */
  taken = 0;

  private _launch: LaunchFailure | null | undefined;
  private _ended = false;
  private _exited: boolean;

  private constructor(
    readonly id: number,
    private readonly _onEvent: OnPtyEvent,
  ) {
    this.pid = binding.pid(id);
    this.ptsName = binding.ptsName(id);
    this._exited = this.pid === -1;
    handles.set(id, this);
  }

  /**
   * Starts a program on a terminal of its own.
   * @throws Error with errno, syscall and path; see rethrowSystemError().
   */
  static spawn(request: NativeSpawnRequest | NativeConsoleRequest, onEvent: OnPtyEvent): PtyHandle {
    hearOfWhatIsMadeNow();
    return new PtyHandle(binding.spawn(request), onEvent);
  }

  /**
   * Starts a program on the terminal of `master`, an end of open(). Only `PtyEvent.Exit` comes.
   * @throws as spawn.
   */
  static spawnOn(master: PtyHandle, request: NativeSpawnRequest, onEvent: OnPtyEvent): PtyHandle {
    hearOfWhatIsMadeNow();
    const handle = new PtyHandle(binding.spawnOn(master.id, request), onEvent);
    handle._ended = true;
    return handle;
  }

  /**
   * Starts a program for a caller who reads, and closes, the master itself: only `PtyEvent.Exit` comes.
   * @throws as spawn.
   */
  static spawnRaw(
    request: NativeSpawnRequest,
    onEvent: OnPtyEvent,
  ): { fd: number; pid: number; pty: string } {
    hearOfWhatIsMadeNow();
    const { id, ...raw } = binding.spawnRaw(request);
    new PtyHandle(id, onEvent)._ended = true;
    return raw;
  }

  /**
   * Opens a terminal without a program.
   * @throws as spawn.
   */
  static open(
    settings: NativeSettings,
    onMasterEvent: OnPtyEvent,
    onSlaveEvent: OnPtyEvent,
  ): { master: PtyHandle; slave: PtyHandle } {
    hearOfWhatIsMadeNow();
    const { master, slave } = binding.open(settings);
    return {
      master: new PtyHandle(master, onMasterEvent),
      slave: new PtyHandle(slave, onSlaveEvent),
    };
  }

  get isOpen(): boolean {
    return binding.isOpen(this.id);
  }

  /**
   * The master's descriptor; -1 once closed. Another process may make it a blocking one, so from the first
   * look on every read and write costs a system call more.
   */
  get fd(): number {
    return binding.fd(this.id);
  }

  /**
   * Why there is no program; null once it runs, and where there is no child; undefined while the child is
   * on its way.
   */
  launchState(): LaunchFailure | null | undefined {
    if (this._launch === undefined) this._launch = binding.launchState(this.id);
    return this._launch;
  }

  /**
   * Types `data`, a string as UTF-8. The bytes are copied. What the kernel does not take at once is
   * queued; `PtyEvent.Taken` follows whenever more of it has been taken.
   * @returns `taken`; all is taken when it equals `accepted`.
   * @throws Error `ENOMEM`, with nothing typed.
   */
  write(data: string | Uint8Array): number {
    const size = typeof data === 'string' ? Buffer.byteLength(data) : data.byteLength;
    const taken = binding.write(this.id, data);
    this.accepted += size;
    this.taken = taken ?? this.accepted;
    return this.taken;
  }

  /** @throws Error with errno and syscall. */
  resize(cols: number, rows: number, xPixels: number, yPixels: number): void {
    binding.resize(this.id, cols, rows, xPixels, yPixels);
  }

  /**
   * Raw, or as it was before.
   * @throws Error with errno and syscall.
   */
  setRawMode(raw: boolean): void {
    binding.setRawMode(this.id, raw);
  }

  /** Undefined once closed, and on Windows. @throws Error with errno and syscall. */
  modes(): [raw: boolean, echo: boolean] | undefined {
    return binding.modes?.(this.id);
  }

  /** @throws Error with errno and syscall. */
  setModes(raw: boolean, echo: boolean): void {
    binding.setModes?.(this.id, raw, echo);
  }

  /**
   * Signals the child; one that dumps core is sent when the child runs its program.
   * @returns false when the child is reaped already, or may not be signalled.
   */
  kill(signal: number): boolean {
    return binding.kill(this.id, signal);
  }

  /**
   * Makes room for what the session prints when it is signalled; 0: it is not.
   * @returns false when the child has been reaped.
   */
  expectSignal(signal: number): boolean {
    return binding.expectSignal(this.id, signal);
  }

  /** Below 1 when there is none. */
  foregroundGroup(): number {
    return binding.foregroundGroup(this.id);
  }

  /** Has the console forget what is above the prompt, where it can. Windows only. */
  clear(): void {
    binding.clear?.(this.id);
  }

  /** The terminal's job; undefined after the last event. To be closed by the caller. Windows only. */
  openJob(): PtyJob | undefined {
    const job = binding.job?.(this.id);
    return job && new PtyJob(job);
  }

  /** Whether output is wanted now; else the kernel holds the program back. */
  setReading(wanted: boolean): void {
    binding.setReading(this.id, wanted);
  }

  /** Whether the terminal keeps the event loop alive. */
  setReferenced(referenced: boolean): void {
    binding.setReferenced(this.id, referenced);
  }

  /** From here on output comes as Buffers. No byte is lost, and none comes twice. */
  stopDecoding(): void {
    binding.stopDecoding(this.id);
  }

  /** Closes the terminal's descriptor, and drops what waits to be typed. */
  close(): void {
    binding.close(this.id);
    this.taken = this.accepted;
  }

  /** For the dispatcher. */
  static deliver(
    id: number,
    event: number,
    value?: string | Buffer | number,
    signal?: number,
  ): void {
    const handle = handles.get(id);
    if (handle === undefined) return;
    if (event === PtyEvent.End) {
      handle._ended = true;
    } else if (event === PtyEvent.Exit) {
      handle._exited = true;
      handle.launchState(); // the addon forgets the terminal after its last event
    } else if (event === PtyEvent.Taken) {
      handle.taken = value as number;
    }
    if (handle._ended && handle._exited) handles.delete(id);
    handle._onEvent(event, value, signal);
  }
}

/** All that the program of a terminal has started, which may outlive it. Windows only. */
export class PtyJob {
  constructor(private readonly _job: NativeJob) {}

  /** Pids of what runs in it. */
  members(): number[] {
    return binding.jobMembers?.(this._job) ?? [];
  }

  /** Terminates all that runs in it. */
  end(): void {
    binding.endJob?.(this._job);
  }

  close(): void {
    binding.closeJob?.(this._job);
  }
}

/**
 * The addon calls, for each terminal, the function that was set when the terminal was made. A thread may have
 * loaded several copies of this module (a test runner forgets modules between files), which share the addon.
 */
function hearOfWhatIsMadeNow(): void {
  binding.setDispatcher(PtyHandle.deliver);
}

// Now, so that the first spawn allocates nothing for it.
hearOfWhatIsMadeNow();
