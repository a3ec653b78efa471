/**
 * How many times longer than it should take a test waits for a condition before it gives up. A bound is
 * there so that a test ends; a busy machine must not reach it.
 */
export const PATIENCE: number = Number(process.env.FLATPTY_TEST_PATIENCE ?? 4);
