// What a query asks for (RFC 7644 §3.4.2, RFC 9865 §2), be it in the URL or in the body of a `/.search` (§3.4.3).
// The values are as sent; what they mean for a resource type is for those who know the type.

import { invalidSyntax, invalidValue } from '../error.ts';
import { describe } from '../resource/describe.ts';
import { isObject } from '../resource/value.ts';

export const searchRequestUrn = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';

/** The parameters of a query by their names. Lists of attributes stand separated by commas. */
export interface QueryParameters {
  readonly filter?: string;
  readonly sortBy?: string;
  readonly sortOrder?: string;
  readonly startIndex?: string | number;
  readonly count?: string | number;
  readonly cursor?: string;
  readonly attributes?: string;
  readonly excludedAttributes?: string;
}

type Form = 'text' | 'number' | 'list';

const forms: Readonly<Record<keyof QueryParameters, Form>> = {
  filter: 'text',
  sortBy: 'text',
  sortOrder: 'text',
  startIndex: 'number',
  count: 'number',
  cursor: 'text',
  attributes: 'list',
  excludedAttributes: 'list',
};

const names = Object.keys(forms) as readonly (keyof QueryParameters)[];

/** The parameters in a URL's query, given as a look-up; others are ignored. */
export function readQuery(get: (name: string) => string | null): QueryParameters {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
}

/** The message of a `/.search`. Errors: 400 `invalidSyntax` for no such message, `invalidValue` for a wrong type. */
export function readSearchRequest(body: unknown): QueryParameters {
  if (!isObject(body)) throw invalidSyntax(`The body must be a SearchRequest; it is ${describe(body)}.`);
  const { schemas } = body;
  const isNamed =
    Array.isArray(schemas) &&
    schemas.some((urn) => typeof urn === 'string' && urn.toLowerCase() === searchRequestUrn.toLowerCase());
  if (!isNamed) throw invalidSyntax(`"schemas" of a search must be ["${searchRequestUrn}"].`);
  const byName = new Map(Object.entries(body).map(([name, value]) => [name.toLowerCase(), value]));
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = byName.get(name.toLowerCase());
      return value === undefined || value === null ? [] : [[name, readParameter(name, value)]];
    }),
  );
}

function readParameter(name: keyof QueryParameters, value: unknown): string | number {
  if (typeof value === 'string') return value;
  const form = forms[name];
  if (form === 'number' && typeof value === 'number') return value;
  if (form === 'list' && Array.isArray(value) && value.every((item) => typeof item === 'string')) {
    return value.join(',');
  }
  throw invalidValue(`"${name}" of a search must be a ${form}; got ${describe(value)}.`);
}
