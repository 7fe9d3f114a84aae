// Settings whose place is fixed and which nothing honours so far: they are refused, because a setting that is taken
// and does nothing is worse than none. Each line goes when what it names is built.

import type { Settings } from './settings.ts';

interface Unavailable {
  readonly path: readonly string[];
  readonly isWished: (settings: Settings) => boolean;
  readonly message: string;
}

const unavailable: readonly Unavailable[] = [
  {
    path: ['brake'],
    isWished: ({ brake }) => brake !== null,
    message: 'There is no brake yet; leave it null.',
  },
];

/** Where the settings wish for what is not there. */
export function unavailableIn(settings: Settings): readonly Pick<Unavailable, 'path' | 'message'>[] {
  return unavailable
    .filter(({ isWished }) => isWished(settings))
    .map(({ path, message }) => ({ path, message }));
}
