// What the address of a page asks for. What cannot be understood is refused, never passed over: a filter that is
// left out would show what nobody asked for.

import type { Context } from 'hono';
import { maxCursorLength, maxSearchLength } from './limits.ts';
import { Refusal } from './refusal.ts';

export type Query = Readonly<Record<string, string | undefined>>;

/** The text of a field, without the blanks around it; undefined where it is empty. Refuses what is too long. */
export function textIn({ req }: Context, name: string, maxLength = maxSearchLength): string | undefined {
  const text = req.query(name)?.trim() ?? '';
  if (text.length > maxLength) throw notUnderstood(`"${name}" has more than ${maxLength} characters.`);
  if (!text.isWellFormed() || text.includes('\u0000')) throw notUnderstood(`"${name}" is no text.`);
  return text === '' ? undefined : text;
}

/** One of these; undefined where nothing is chosen. */
export function choiceIn<T extends string>(
  context: Context,
  name: string,
  choices: readonly T[],
): T | undefined {
  const text = textIn(context, name);
  const choice = choices.find((one) => one === text);
  if (text !== undefined && choice === undefined)
    throw notUnderstood(`"${name}" is none of ${choices.join(', ')}.`);
  return choice;
}

/** What a page's `after` says, in the shape of this pattern; undefined on the first page. */
export function cursorIn({ req }: Context, pattern: RegExp): RegExpExecArray | undefined {
  const text = req.query('after') ?? '';
  if (text === '') return undefined;
  const parts = text.length <= maxCursorLength ? pattern.exec(text) : null;
  if (!parts) throw notUnderstood('"after" is not where a page of this list ends.');
  return parts;
}

/** An address with these fields; those that are empty are left out. */
export function addressOf(path: string, query: Query): string {
  const fields = Object.entries(query).filter((field): field is [string, string] => Boolean(field[1]));
  return fields.length === 0 ? path : `${path}?${new URLSearchParams(fields).toString()}`;
}

const notUnderstood = (what: string) =>
  new Refusal(400, 'This address cannot be understood', `${what} Go back and choose again.`);
