// The settings that stand once: rules for user names; seats, and what becomes of those who leave; groups' names and
// how long events are kept. Habits are in their own file.

import { habits } from './habits-section.ts';
import { flag, numberOf, type SingleSection, textOf } from './section.ts';

const userNames: SingleSection = {
  kind: 'single',
  path: 'user-names',
  title: 'User names',
  advice: 'What a user name may look like, and what is done with signs that may not be in it.',
  columns: [
    { name: 'emailAllowed', label: 'E-mail addresses are allowed as user names', kind: 'checkbox' },
    { name: 'changeable', label: 'A user name may change later', kind: 'checkbox' },
    {
      name: 'allowedPattern',
      label: 'Allowed pattern',
      kind: 'text',
      advice: 'What a whole name must match, such as [a-z0-9._-]+. Empty: anything.',
    },
    { name: 'characters', label: 'Signs to replace', kind: 'text', advice: 'Such as ?*/\\<>. Empty: none.' },
    { name: 'with', label: 'Replaced by', kind: 'text' },
    {
      name: 'createOnly',
      label: 'Attributes that apply on create only',
      kind: 'lines',
      advice: 'One on each line, such as name.givenName. Later changes of them are ignored.',
    },
  ],
  columnOf: (path) => {
    const [key, ...rest] = path.map(String);
    return key === 'createOnly' ? key : (rest.findLast((one) => names.includes(one)) ?? '');
  },
  fieldsOf: ({ usernames, createOnly }) => ({
    emailAllowed: flag(usernames.emailAllowed),
    changeable: flag(usernames.changeable),
    allowedPattern: usernames.allowedPattern ?? '',
    characters: usernames.replace?.characters ?? '',
    with: usernames.replace?.with ?? '_',
    createOnly: createOnly.join('\n'),
  }),
  settingsOf: ({ emailAllowed, changeable, allowedPattern, characters, createOnly = '', ...rest }) => {
    const paths = createOnly.split('\n').filter((path) => path !== '');
    return {
      usernames: {
        emailAllowed: emailAllowed === 'on',
        changeable: changeable === 'on',
        allowedPattern: textOf(allowedPattern),
        replace: characters ? { characters, with: rest['with'] ?? '' } : null,
      },
      createOnly: paths.length > 0 ? paths : undefined,
    };
  },
};

const names = ['emailAllowed', 'changeable', 'allowedPattern', 'characters', 'with'];

const seats: SingleSection = {
  kind: 'single',
  path: 'seats',
  title: 'Seats and leavers',
  advice: 'How many accounts may be active, and what becomes of the account of somebody who loses access.',
  columns: [
    { name: 'limit', label: 'Seats', kind: 'number', advice: 'Active accounts. Empty: as many as come.' },
    {
      name: 'deactivate',
      label: 'Who is deactivated',
      kind: 'choice',
      options: () => [
        ['inactive', 'has a deactivated account'],
        ['preserve', 'has an account that is kept without access'],
      ],
    },
    {
      name: 'keepDays',
      label: 'Days that the account of a deleted user is kept',
      kind: 'number',
      advice: 'Empty: until somebody erases it.',
    },
  ],
  columnOf: (path) => String(path.at(-1) ?? ''),
  fieldsOf: ({ seats: limit, deprovision: { deactivate, keepDays } }) => ({
    limit: limit === null ? '' : String(limit.limit),
    deactivate,
    keepDays: keepDays === null ? '' : String(keepDays),
  }),
  settingsOf: ({ limit, deactivate, keepDays }) => ({
    seats: limit ? { limit: numberOf(limit) } : undefined,
    deprovision: { deactivate, keepDays: numberOf(keepDays) },
  }),
};

const groupsAndEvents: SingleSection = {
  kind: 'single',
  path: 'groups-and-events',
  title: 'Groups and events',
  advice: 'Whether groups may share a name, and how long the application can catch up on what has happened.',
  columns: [
    {
      name: 'duplicateNames',
      label: 'Two groups may have the same name',
      kind: 'checkbox',
      advice: 'Identity providers match groups by name: on only where yours does not.',
    },
    {
      name: 'keepDays',
      label: 'Days that events are kept',
      kind: 'number',
      advice: 'Empty: 90 days. Afterwards the application cannot read them any more.',
    },
  ],
  columnOf: (path) => String(path.at(-1) ?? ''),
  fieldsOf: ({ groups, events }) => ({
    duplicateNames: flag(groups.duplicateNames),
    keepDays: String(events.keepDays),
  }),
  settingsOf: ({ duplicateNames, keepDays }) => ({
    groups: { duplicateNames: duplicateNames === 'on' },
    events: keepDays ? { keepDays: numberOf(keepDays) } : undefined,
  }),
};

export const singleSections: readonly SingleSection[] = [userNames, seats, groupsAndEvents, habits];
