// A client's value or key inside a message to the administrator: short, printable, well-formed Unicode.

import { quoted } from '../error.ts';

/** `"Ann"`, `5`, `null`, `a list`, `an object`. */
export function describe(json: unknown): string {
  if (Array.isArray(json)) return 'a list';
  if (typeof json === 'object' && json !== null) return 'an object';
  return typeof json === 'string' ? `"${named(json)}"` : String(json);
}

/** A name that came from outside. Half a surrogate pair could neither be answered nor stored. */
export function named(text: string): string {
  return quoted(text).toWellFormed();
}
