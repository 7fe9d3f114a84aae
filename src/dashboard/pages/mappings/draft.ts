// A form of settings as it was sent: its rows as they were typed, the settings that come of them, and what is wrong,
// each error at the field that it belongs to.

import { type FieldErrorAt, fieldErrorsOf } from '../../../policy/field-errors.ts';
import { type Settings, settingsOf, storedSettingsSchema } from '../../../policy/settings.ts';
import type { Tenant } from '../../../tenancy/tenant.ts';
import { maxFieldLength, maxLinesLength, rowsPerForm } from '../../limits.ts';
import type { Fields, ListSection, Section, SingleSection } from './section.ts';

/** Empty rows at the end of a list, to add entries. */
export const emptyRows = 2;

export interface Draft {
  readonly rows: readonly Fields[];
  /** Of lists: the place of the first row, and how many entries the rows stand for. */
  readonly start: number;
  readonly count: number;
  /** By row and column, `0.name`. */
  readonly errors: ReadonlyMap<string, string>;
  /** Errors that belong to no field here, with their pointers. */
  readonly others: readonly Pick<FieldErrorAt, 'pointer' | 'detail'>[];
  /** As they are to be stored; undefined where something is wrong. */
  readonly next: Readonly<Record<string, unknown>> | undefined;
}

const nothingWrong = { errors: new Map<string, string>(), others: [], next: undefined };

/** The form of the settings as they are. */
export function draftOf(section: Section, settings: Settings, start: number): Draft {
  const { count, rowCount } = windowOf(section, settings, start);
  if (section.kind === 'single') return { ...nothingWrong, rows: [section.fieldsOf(settings)], start, count };
  const rows = Array.from({ length: rowCount }, (_, index) => ({
    ...section.fieldsOf(settings, start + index),
    position: index < count ? String(start + index + 1) : '',
  }));
  return { ...nothingWrong, rows, start, count };
}

/** How many entries a form holds that begins at that place, and how many rows. */
function windowOf(section: Section, settings: Settings, start: number) {
  if (section.kind === 'single') return { count: 0, rowCount: 1 };
  const { length } = settings[section.key];
  const count = Math.max(0, Math.min(rowsPerForm, length - start));
  return { count, rowCount: count + (start + count >= length ? emptyRows : 0) };
}

/**
 * The form as it was sent, checked. It was made of the tenant's present settings; undefined when it is not whole, so
 * that nothing is taken for removed that was only cut off.
 */
export function draftFrom(section: Section, tenant: Tenant, form: URLSearchParams): Draft | undefined {
  const settings = settingsOf(tenant.settings);
  const start = Number(/^\d{1,4}$/.exec(form.get('start') ?? '')?.[0] ?? Number.NaN);
  const { count, rowCount } = windowOf(section, settings, start);
  if (Number.isNaN(start) || form.get('rows') !== String(rowCount) || form.get('end') === null)
    return undefined;
  const rows = Array.from({ length: rowCount }, (_, row) => typedRow(section, form, row));
  const place = { start, count };
  const errors = typedErrors(section, rows);
  const made =
    section.kind === 'single'
      ? single(section, settings, rows)
      : list(section, tenant, settings, rows, place);
  if (errors.size > 0) return { rows, ...place, errors, others: [], next: undefined };
  const next = Object.fromEntries(
    Object.entries({ ...tenant.settings, ...made.changed }).filter(([, value]) => value !== undefined),
  );
  const checked = storedSettingsSchema.safeParse(next);
  if (checked.success) return { rows, ...place, errors, others: [], next };
  const others: FieldErrorAt[] = [];
  for (const error of fieldErrorsOf(checked.error)) {
    const field = made.fieldOf(error.path);
    if (field) errors.set(field, `${wordsOf(error.detail)} (${error.pointer})`);
    else others.push(error);
  }
  return { rows, ...place, errors, others, next: undefined };
}

/** zod's own words for what is missing are no administrator's. */
const wordsOf = (detail: string): string =>
  /^Too small: expected string/.test(detail) ? 'Fill this in, or tick “Remove”.' : detail;

function typedRow(section: Section, form: URLSearchParams, row: number): Fields {
  const names = [...section.columns.map(({ name }) => name), 'position', 'remove'];
  return Object.fromEntries(
    names.map((name) => {
      const text = (form.get(`${row}.${name}`) ?? '').replaceAll('\r\n', '\n');
      return [name, verbatim.includes(name) ? text : text.trim()];
    }),
  );
}

/** Columns in which a blank means something. */
const verbatim = ['characters', 'with'];

const isLeftOut = (section: Section, fields: Fields): boolean =>
  section.kind === 'list' && (fields['remove'] === 'on' || isEmpty(section, fields));

/** Choices and ticks have a value without anybody's doing. */
const isEmpty = ({ columns }: Section, fields: Fields): boolean =>
  columns.every(({ name, kind }) => kind === 'choice' || kind === 'checkbox' || !fields[name]);

/** What is wrong with a field by itself. */
function typedErrors(section: Section, rows: readonly Fields[]): Map<string, string> {
  const errors = new Map<string, string>();
  for (const [row, fields] of rows.entries()) {
    if (isLeftOut(section, fields)) continue;
    for (const { name, kind, isRequired } of section.columns) {
      const text = fields[name] ?? '';
      if (isRequired && text === '') errors.set(`${row}.${name}`, 'Fill this in, or tick “Remove”.');
      if (kind === 'number' && !/^(?:\d{1,15}(?:\.\d{1,6})?)?$/.test(text)) {
        errors.set(`${row}.${name}`, 'This must be a number such as 50 or 0.5.');
      }
      const most = kind === 'lines' ? maxLinesLength : maxFieldLength;
      if (text.length > most) errors.set(`${row}.${name}`, `At most ${most} characters.`);
    }
  }
  return errors;
}

interface Made {
  readonly changed: Readonly<Record<string, unknown>>;
  readonly fieldOf: (path: readonly PropertyKey[]) => string | undefined;
}

function single(section: SingleSection, settings: Settings, rows: readonly Fields[]): Made {
  const names = section.columns.map(({ name }) => name);
  const changed = section.settingsOf(rows[0] ?? {}, settings);
  return {
    changed,
    fieldOf: (path) => {
      const column = Object.keys(changed).includes(String(path[0])) ? section.columnOf(path) : '';
      return names.includes(column) ? `0.${column}` : undefined;
    },
  };
}

/** The entries before and behind the form's own stay as they are; those that were given another place move there. */
function list(
  section: ListSection,
  tenant: Tenant,
  settings: Settings,
  rows: readonly Fields[],
  { start, count }: Pick<Draft, 'start' | 'count'>,
): Made {
  const stored = tenant.settings[section.key];
  const before = (Array.isArray(stored) ? stored : []).map((entry: unknown, index) => ({
    entry,
    row: undefined as number | undefined,
    place: index + 1,
  }));
  const typed = rows.flatMap((fields, row) => {
    if (isLeftOut(section, fields)) return [];
    const own = row < count ? start + row + 1 : Number.MAX_SAFE_INTEGER;
    const entry: unknown = section.entryOf(fields, settings);
    return [{ entry, row, place: placeOf(section, fields['position'] ?? '', own) }];
  });
  const all = [...before.slice(0, start), ...typed, ...before.slice(start + count)];
  const ordered = section.isOrdered ? all.toSorted((one, other) => one.place - other.place) : all;
  const names = section.columns.map(({ name }) => name);
  const entries = ordered.map(({ entry }) => entry);
  return {
    changed: { [section.key]: entries.length > 0 ? entries : undefined },
    fieldOf: ([key, index, ...rest]) => {
      const row = key === section.key && typeof index === 'number' ? ordered[index]?.row : undefined;
      const column = section.columnOf(rest);
      if (row === undefined) return undefined;
      return `${row}.${names.includes(column) ? column : names[0]}`;
    },
  };
}

/** Who is moved up comes before the one who has the place, who is moved down behind him. */
function placeOf({ isOrdered }: ListSection, typed: string, own: number): number {
  const wished = Number(typed);
  if (!isOrdered || typed === '' || !Number.isInteger(wished) || wished === own) return own;
  return wished < own ? wished - 0.5 : wished + 0.5;
}
