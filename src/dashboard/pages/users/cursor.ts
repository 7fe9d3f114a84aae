// Where a page of people ends, as it stands in the address of the next one.

import type { PeoplePlace } from '../../../directory/look.ts';

/** Whether it is a leaver, what tells him apart, his key. */
export const peopleCursor = /^([ul])([\w-]{1,100})\.([\s\S]*)$/;

export const cursorOf = ({ isLeaver, tie, key }: PeoplePlace): string =>
  `${isLeaver ? 'l' : 'u'}${tie}.${key}`;

export function placeOf(parts: RegExpExecArray | undefined): PeoplePlace | undefined {
  if (!parts) return undefined;
  const [, kind, tie = '', key = ''] = parts;
  return { isLeaver: kind === 'l', tie, key };
}
