// All accounts of the report as CSV (RFC 4180), sent while it is read, so that a hundred thousand fit. A value that a
// spreadsheet would take for a formula gets an apostrophe: names come from outside.

import type { Look, PeoplePlace, Person, ReportFilter } from '../../../directory/look.ts';
import { statusWords } from '../../words.tsx';

/** Accounts in one portion. */
const portion = 2000;

const columns: readonly (readonly [string, (person: Person) => string | number | null])[] = [
  ['User name', ({ userName }) => userName],
  ['Display name', ({ displayName }) => displayName],
  ['E-mail', ({ email }) => email],
  ['Status', statusWords],
  ['Profile', ({ profile }) => profile],
  ['Quota (GB)', ({ quotaGb }) => quotaGb],
  ['Storage', ({ storage }) => storage],
  ['Created', ({ createdAt }) => createdAt],
  ['Changed', ({ changedAt }) => changedAt],
  ['Left', ({ leftAt }) => leftAt],
  ['Account id', ({ id }) => id],
  ['User id', ({ userId }) => userId],
];

/** In the order of names. Where reading fails, the stream breaks off with the error, and the download with it. */
export function csvOf(look: Look, filter: ReportFilter): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let after: PeoplePlace | undefined;
  let isFirst = true;
  return new ReadableStream({
    async pull(controller) {
      const { people, next } = await look.people({ ...filter, order: 'name', after, limit: portion });
      // The mark at the beginning tells spreadsheets that this is UTF-8.
      const head = isFirst ? `\uFEFF${lineOf(columns.map(([name]) => name))}` : '';
      const lines = people.map((person) => lineOf(columns.map(([, read]) => read(person))));
      const text = head + lines.join('');
      if (text !== '') controller.enqueue(encoder.encode(text));
      isFirst = false;
      if (next) after = next;
      else controller.close();
    },
  });
}

const lineOf = (values: readonly (string | number | null)[]): string =>
  `${values.map(fieldOf).join(',')}\r\n`;

/** Also with their wide forms, and behind blanks that spreadsheets drop. */
const formula = /^\s*[=+\-@＝＋－＠]|^[\t\r]/;

function fieldOf(value: string | number | null): string {
  if (typeof value === 'number') return String(value);
  const text = value ?? '';
  const safe = formula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
