// Expectations: each looks at an answer and returns its problems in words; `expect` throws them together with the
// request, for an administrator to read. Here those about single attributes; the shapes of SCIM are in `message.ts`.

import { type Answer, line } from './answer.ts';
import { at, type Json, type JsonObject, listAt, shorten, show } from './json.ts';

/** Looks at an answer and returns what is wrong with it. */
export type Expectation = (answer: Answer) => readonly string[];

/** An answer was not as it must be. */
export class Unmet extends Error {
  /** Why the server refused what was asked, in its own words; undefined where it did not refuse. */
  readonly refusal: string | undefined;
  constructor(message: string, refusal?: string) {
    super(message);
    this.refusal = refusal;
  }
}

/** Throws `Unmet` unless the answer has one of the statuses and meets all expectations. */
export function expect(
  answer: Answer,
  statuses: readonly number[],
  ...expectations: readonly Expectation[]
): void {
  if (!statuses.includes(answer.status)) {
    const message = `${line(answer)}, expected ${statuses.join(' or ')}${said(answer)}`;
    throw new Unmet(message, refusalIn(answer));
  }
  const problems = expectations.flatMap((expectation) => expectation(answer));
  if (problems.length > 0) throw new Unmet(`${line(answer)}, but ${problems.join('; ')}`);
}

/** That the attribute at the path has this value. */
export function has(value: string | number | boolean, ...path: readonly string[]): Expectation {
  return (answer) => equal(at(answer.body, ...path), value, path.join('.'));
}

/** That the attribute at the path has no value. */
export function lacks(...path: readonly string[]): Expectation {
  return (answer) => {
    const value = at(answer.body, ...path);
    const isEmpty = value === undefined || ['null', '""', '[]', '{}'].includes(JSON.stringify(value));
    return unless(isEmpty, `${path.join('.')} is ${show(value)}, expected none`);
  };
}

/** That exactly one element of a multi-valued attribute is `which`, and that it has these values. */
export function element(attribute: string, which: JsonObject, values: JsonObject): Expectation {
  return (answer) => {
    const found = listAt(answer.body, attribute).filter((item) => matches(item, which));
    const [only] = found;
    const where = `${attribute} where ${show(which)}`;
    if (only === undefined || found.length > 1) return [`${where}: ${found.length} elements, expected one`];
    return unless(matches(only, values), `${where} is ${show(only)}, expected ${show(values)}`);
  };
}

/** What differs between the ids that came and those that should have. */
export function sameSet(
  what: string,
  actual: readonly (Json | undefined)[],
  expected: readonly string[],
): readonly string[] {
  const missing = expected.filter((id) => !actual.includes(id));
  const extra = actual.filter((id) => typeof id !== 'string' || !expected.includes(id));
  const repeated = actual.filter((id, index) => actual.indexOf(id) !== index);
  const name = (problem: string, ids: readonly (Json | undefined)[]) =>
    unless(ids.length === 0, `${what}: ${ids.length} ${problem} (${ids.slice(0, 3).map(show).join(', ')})`);
  return [...name('missing', missing), ...name('too many', extra), ...name('more than once', repeated)];
}

/** The problem unless the value is the expected one. */
export function equal(
  actual: Json | undefined,
  expected: string | number | boolean,
  name: string,
): readonly string[] {
  return unless(actual === expected, `${name} is ${show(actual)}, expected ${show(expected)}`);
}

/** The problem unless it is so. */
export function unless(isSo: boolean, problem: string): readonly string[] {
  return isSo ? [] : [problem];
}

function refusalIn({ status, body }: Answer): string | undefined {
  const detail = at(body, 'detail');
  return status >= 400 && status < 500 && typeof detail === 'string' ? detail : undefined;
}

/** What the server says about a refusal, in its own words. */
function said(answer: Answer): string {
  const detail = at(answer.body, 'detail');
  if (typeof detail === 'string') return `. The server says: ${shorten(detail)}`;
  return answer.text === '' ? ' (no body)' : `. The body: ${shorten(answer.text)}`;
}

function matches(item: Json, values: JsonObject): boolean {
  return Object.entries(values).every(([name, value]) => at(item, name) === value);
}
