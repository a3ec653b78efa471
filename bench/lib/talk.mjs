// Terminals whose program says when it is ready.

/**
 * Starts a program of programs/ and waits until it has said READY.
 * @param onData called with what comes from then on, as a string
 */
export async function startReady(driver, file, args, onData) {
  let seen = '';
  let terminal;
  await new Promise((resolve) => {
    terminal = driver.spawn(file, args, true, (data) => {
      if (seen === undefined) {
        onData?.(data);
        return;
      }
      seen += data;
      if (!seen.includes('READY')) return;
      seen = undefined;
      resolve();
    });
  });
  return terminal;
}
