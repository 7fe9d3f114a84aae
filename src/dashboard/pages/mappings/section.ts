// What a form of settings is made of: sections, each of rows with the same columns. A section says how its rows read
// settings and how settings come of its rows; showing, checking and saving are the same for all.

import type { Settings } from '../../../policy/settings.ts';

export type Fields = Readonly<Record<string, string>>;

export interface Column {
  readonly name: string;
  readonly label: string;
  /** `lines`: several values, one on each line. */
  readonly kind: 'text' | 'number' | 'checkbox' | 'choice' | 'lines';
  readonly advice?: string;
  readonly isRequired?: true;
  /** Takes the room of two. */
  readonly isWide?: true;
  /** Value and words, of choices. */
  readonly options?: (settings: Settings) => readonly (readonly [string, string])[];
}

interface Common {
  /** Below `…/mappings/`. */
  readonly path: string;
  readonly title: string;
  /** What it is for, in a sentence or two. */
  readonly advice: string;
  readonly columns: readonly Column[];
  /** The column that an error at that place belongs to; '' for the row as a whole. */
  readonly columnOf: (path: readonly PropertyKey[]) => string;
}

/** A setting that is a list; each entry is a row. */
export interface ListSection extends Common {
  readonly kind: 'list';
  readonly key: 'profiles' | 'rules' | 'roles' | 'attributes' | 'constraints' | 'appRoles' | 'entitlements';
  /** Whether the order of its entries means something. */
  readonly isOrdered: boolean;
  readonly noun: string;
  readonly fieldsOf: (settings: Settings, index: number) => Fields;
  /** As it is to be stored; what is wrong with it is found when it is checked. */
  readonly entryOf: (fields: Fields, settings: Settings) => unknown;
}

/** Settings that stand once; all of them are one row. */
export interface SingleSection extends Common {
  readonly kind: 'single';
  readonly fieldsOf: (settings: Settings) => Fields;
  /** The top-level settings, those that are undefined by their default. `before`: as they are. */
  readonly settingsOf: (fields: Fields, before: Settings) => Readonly<Record<string, unknown>>;
}

export type Section = ListSection | SingleSection;

/** A number, null where the field is empty. What is no number is refused before it comes here. */
export const numberOf = (text = ''): number | null => (text === '' ? null : Number(text));

export const textOf = (text = ''): string | null => (text === '' ? null : text);

export const flag = (isOn: boolean): string => (isOn ? 'on' : '');
