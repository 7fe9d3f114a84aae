// Expectations that only the protocol's own assertions need: refusals by kind, lists of values, a resource that has
// stayed as it was, discovery documents.

import type { Answer } from '../answer.ts';
import { type Expectation, equal, sameSet, unless } from '../expect.ts';
import { at, isObject, type Json, listAt, show } from '../json.ts';
import { refusal, scimDocument } from '../message.ts';
import { LIST_RESPONSE } from '../urns.ts';

/** An error of one of these kinds. */
export function refusedAs(status: number, ...scimTypes: readonly string[]): Expectation {
  return (answer) => {
    const scimType = at(answer.body, 'scimType');
    const isOne = scimTypes.some((one) => one === scimType);
    return [
      ...refusal(status)(answer),
      ...unless(isOne, `scimType is ${show(scimType)}, expected ${scimTypes.join(' or ')}`),
    ];
  };
}

/** That a multi-valued attribute has exactly these values. */
export function values(attribute: string, subAttribute: string, expected: readonly string[]): Expectation {
  return ({ body }) => {
    const found = listAt(body, attribute).map((one) => at(one, subAttribute));
    return sameSet(`${attribute}.${subAttribute}`, found, expected);
  };
}

/** That one value is the primary one, and no other is. */
export function onlyPrimary(attribute: string, value: string): Expectation {
  return ({ body }) => {
    const primary = listAt(body, attribute).filter((one) => at(one, 'primary') === true);
    const found = primary.map((one) => at(one, 'value'));
    return sameSet(`primary ${attribute}`, found, [value]);
  };
}

/** That `schemas` holds exactly these URNs. */
export function schemas(...urns: readonly string[]): Expectation {
  return ({ body }) => sameSet('schemas', listAt(body, 'schemas'), urns);
}

/** That an answer shows exactly what `before` showed. */
export function sameAs(before: Json): Expectation {
  return ({ body }) => {
    const names = isObject(before) ? Object.keys(before) : [];
    const now = isObject(body) ? Object.keys(body) : [];
    return [...new Set([...names, ...now])]
      .filter((name) => sorted(at(body, name)) !== sorted(at(before, name)))
      .map((name) => `${name} is ${show(at(body, name))}, was ${show(at(before, name))}`);
  };
}

/** A list of discovery documents: all of them on one page, whatever was asked. */
export const documents: Expectation = (answer) =>
  scimDocument(LIST_RESPONSE, (body) => {
    const { length } = listAt(body, 'Resources');
    return [
      ...unless(length > 0, 'Resources is empty or missing'),
      ...equal(at(body, 'totalResults'), length, 'totalResults'),
    ];
  })(answer);

/** A date and time with its zone (RFC 7643 §2.3.5). */
export function isInstant(value: Json | undefined): boolean {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value);
}

/** The ids that a list holds, in its order. */
export function listed({ body }: Answer): readonly (Json | undefined)[] {
  return listAt(body, 'Resources').map((one) => at(one, 'id'));
}

/** JSON whose keys are in order, to compare by. */
function sorted(value: Json | undefined): string {
  if (Array.isArray(value)) return `[${value.map(sorted).join()}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? '';
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${sorted(value[key])}`).join()}}`;
}
