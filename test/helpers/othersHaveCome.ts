import { run } from './collect';

const ROUNDS = 3;

/**
 * Waits until terminals that are started now have come to their end, one after the other: what was on its
 * way before them has arrived by then. For a test that something does not come, which gives no event.
 */
export async function othersHaveCome(): Promise<void> {
  // They print: output of the others goes by the same kernel threads.
  for (let i = 0; i < ROUNDS; i++) await run('echo');
}
