import { binding } from '#lib/addon/addon';

/** The names of the launchers that this build has. */
export const launchers: string[] = binding.launchers();
