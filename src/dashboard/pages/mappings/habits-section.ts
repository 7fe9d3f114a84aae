// Which habits of identity providers are honoured that the standard does not ask for.

import { leniencyOf } from '../../../policy/settings.ts';
import { defaultLeniencies, type LeniencyName, leniencies, leniencyNames } from '../../../scim/leniency.ts';
import { flag, type SingleSection } from './section.ts';

/** Who has the habit. */
const whose: Readonly<Record<LeniencyName, string>> = {
  stringBooleans: 'Entra ID does so.',
  numbersAsText: 'Some do so with personnel numbers.',
  unquotedOperands: 'Some tools do so.',
  loneBackslash: 'Some do so with names of Windows domains.',
  anyCaseOperations: 'Entra ID does so.',
  patchWithoutSchemas: 'Okta may do so.',
  readOnlyInValue: 'Okta does so.',
  pathKeys: 'Entra ID does so.',
  createOnReplace: 'Entra ID does so.',
  removeListedValues: 'Entra ID and JumpCloud do so.',
  bareValues: 'Entra ID does so with managers.',
  singleForList: 'OneLogin does so.',
  emptyStringClears: 'Entra ID does so.',
  bracketsInAttributes: 'Some tools do so.',
  skipUnknownMembers: 'Off: a group with a member who is not here is refused, so that nobody is lost unseen.',
};

export const habits: SingleSection = {
  kind: 'single',
  path: 'habits',
  title: 'Habits of identity providers',
  advice:
    'What is understood although the standard does not ask for it. Leave these as they are, unless you know that your identity provider does otherwise: what is off is refused.',
  columns: leniencyNames.map((name) => ({
    name,
    label: sentence(leniencies[name]),
    kind: 'checkbox',
    advice: whose[name],
  })),
  columnOf: (path) => String(path.at(-1) ?? ''),
  fieldsOf: (settings) => {
    const honoured = leniencyOf(settings);
    return Object.fromEntries(leniencyNames.map((name) => [name, flag(honoured.has(name))]));
  },
  settingsOf: (fields, { leniency: before }) => {
    const chosen = leniencyNames.map((name) => [name, fields[name] === 'on'] as const);
    // What is as it is by default stays unsaid, unless somebody has said it.
    const said = chosen.filter(
      ([name, isOn]) => before?.[name] !== undefined || isOn !== defaultLeniencies.has(name),
    );
    return { leniency: said.length > 0 ? Object.fromEntries(said) : undefined };
  },
};

function sentence(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1).replace(/`([^`]*)`/g, '“$1”');
}
