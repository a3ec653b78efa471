/** Runs the constructor of a shared library that is no addon, in this process. */
export function loadLibrary(file: string): void {
  try {
    process.dlopen({ exports: {} }, file);
  } catch (error) {
    // It has run by then; that it is no addon is what node complains of.
    if (!/did not self-register/.test((error as Error).message)) throw error;
  }
}
