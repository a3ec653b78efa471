import { scaled } from '../helpers/scale';

/** How often each race is run. */
export const ROUNDS = {
  killAgainstExit: scaled(400, 80),
  closeAgainstWrite: scaled(300, 60),
  resizeAgainstExit: scaled(300, 60),
  pauseAndResume: scaled(60, 20),
};

/** Of the random operations: how many terminals, and operations on each. */
export const OPERATIONS = { ptys: scaled(50, 30), each: scaled(200, 60) };
