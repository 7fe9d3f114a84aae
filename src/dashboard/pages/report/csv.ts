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

/**
 * At the beginning of a cell, also with wide forms, and behind blanks that spreadsheets drop. A cell begins behind a
 * semicolon, a tabulator or a line, too, where a spreadsheet splits by these.
 */
const formula = /(^|[;\t\r\n])(?=\s*[=+\-@＝＋－＠])|^(?=[\t\r])/g;

function fieldOf(value: string | number | null): string {
  if (typeof value === 'number') return String(value);
  const text = value ?? '';
  const safe = text.replace(formula, "$1'");
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
