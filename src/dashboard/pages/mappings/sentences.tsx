// Single settings as sentences, for the overview.

import type { Child } from 'hono/jsx';
import { leniencyOf, type Settings } from '../../../policy/settings.ts';
import { defaultLeniencies, leniencies, leniencyNames } from '../../../scim/leniency.ts';
import { shownEntries } from '../../limits.ts';
import { Foreign } from '../../parts/foreign.tsx';
import { counted, countWords } from '../../words.tsx';

/** As many as are shown, and how many more there are. */
export const cut = (all: readonly unknown[], entries: readonly Child[]): readonly Child[] =>
  all.length > shownEntries ? [...entries, `and ${countWords(all.length - shownEntries)} more`] : entries;

export function userNameEntries({ usernames, createOnly }: Settings): readonly Child[] {
  const { emailAllowed, allowedPattern, replace, changeable } = usernames;
  return [
    emailAllowed ? 'E-mail addresses are allowed as user names.' : 'User names are not e-mail addresses.',
    changeable ? 'A user name may change.' : 'A user name stays as it was when the user was created.',
    ...(allowedPattern === null ? [] : [<>It must match {<Foreign text={allowedPattern} />}.</>]),
    ...(replace === null
      ? []
      : [
          <>
            {<Foreign text={replace.characters} />} is replaced by {<Foreign text={replace.with} />}.
          </>,
        ]),
    ...(createOnly.length === 0
      ? []
      : [<>Applied on create only: {<Foreign text={createOnly.slice(0, shownEntries).join(', ')} />}.</>]),
  ];
}

export function seatEntries({ seats, deprovision: { deactivate, keepDays } }: Settings): readonly Child[] {
  return [
    seats === null
      ? 'As many accounts may be active as come.'
      : `At most ${countWords(seats.limit)} accounts may be active.`,
    deactivate === 'preserve'
      ? 'Who is deactivated has an account that is kept without access.'
      : 'Who is deactivated has a deactivated account.',
    keepDays === null
      ? 'The account of a deleted user is kept until somebody erases it.'
      : `The account of a deleted user is kept for ${counted(keepDays, 'day', 'days')}.`,
  ];
}

export function groupEntries({ groups, events }: Settings): readonly Child[] {
  return [
    groups.duplicateNames ? 'Two groups may have the same name.' : 'No two groups have the same name.',
    `Events are kept for ${counted(events.keepDays, 'day', 'days')}.`,
  ];
}

/** Those that are otherwise than by default. */
export function habitEntries(settings: Settings): readonly Child[] {
  const honoured = leniencyOf(settings);
  return leniencyNames
    .filter((name) => honoured.has(name) !== defaultLeniencies.has(name))
    .map(
      (name) => `${honoured.has(name) ? 'Understood' : 'Refused'}: ${leniencies[name].replaceAll('`', '')}.`,
    );
}

export function catalogEntries(
  all: readonly { readonly id: string; readonly displayName: string }[],
): readonly Child[] {
  const entries = all.slice(0, shownEntries).map(({ id, displayName }) => (
    <>
      <Foreign text={displayName} /> (<Foreign text={id} />)
    </>
  ));
  return cut(all, entries);
}
