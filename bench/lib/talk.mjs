// Terminals whose program says when it is ready.

/**
 * Starts a program of programs/ and waits until it has said READY.
 * @param onData called with what comes from then on, as a string
 * @param onExit called with the exit code
 */
export async function startReady(driver, file, args, onData, onExit) {
  let seen = '';
  let terminal;
  await new Promise((resolve) => {
    const came = (data) => {
      if (seen === undefined) {
        onData?.(data);
        return;
      }
      seen += data;
      if (!seen.includes('READY')) return;
      seen = undefined;
      resolve();
    };
    terminal = driver.spawn(file, args, true, came, onExit);
  });
  return terminal;
}
