/** Errors that a library throws where no caller can catch them: a finding, not the end of the run. */
export class UncaughtErrors {
  /** The errors in words, the first few hundred. */
  public readonly texts: string[] = [];

  public constructor() {
    process.on('uncaughtException', this.note);
  }

  public dispose(): void {
    process.removeListener('uncaughtException', this.note);
  }

  private readonly note = (error: unknown): void => {
    if (this.texts.length < 200) {
      this.texts.push(`uncaught: ${String(error)}`);
    }
  };
}
