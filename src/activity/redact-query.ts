// The parameters of a query as they are recorded, be they of a URL or of a SearchRequest: names that the tenant
// keeps, filters that ask for nothing else, and numbers. Others, cursors too, are left out.

import type { Leniencies } from '../scim/leniency.ts';
import type { Json } from '../scim/resource/value.ts';
import { type Declarations, meaningOf, schemaOf } from './names.ts';
import { redactFilter } from './redact-filter.ts';
import { redactList, redactMessage, redactUrns, redactWord } from './redact-resource.ts';
import { type Withheld, withholdUnknown } from './withheld.ts';

/** What is asked: users, groups, both, or nothing of a tenant's own. */
export interface Asked {
  readonly types: readonly Declarations[];
  readonly leniencies: Leniencies;
  readonly withheld: Withheld;
}

/** The query of a URL, in plain text: `?filter=userName eq "ann"&count=1`; '' where nothing of it may be recorded. */
export function redactQuery(asked: Asked, query: readonly (readonly [string, string])[]): string {
  const parts = query.flatMap(([name, value]) => {
    const known = parameters.find((one) => one === name);
    const kept = known ? parameter(asked, known, value) : withholdUnknown(asked.withheld, value);
    return known && kept !== undefined ? [`${known}=${kept}`] : [];
  });
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

/** The body of `POST …/.search`. */
export function redactSearch(asked: Asked, body: unknown): Json | undefined {
  const { withheld } = asked;
  const each = (name: Parameter) => (value: unknown) => {
    if (Array.isArray(value)) return redactList(withheld, value, (one) => ofText(asked, name, one));
    return ofText(asked, name, value);
  };
  const known = parameters.map((name) => [name.toLowerCase(), each(name)] as const);
  return redactMessage(withheld, body, {
    ...Object.fromEntries(known),
    schemas: (value) => redactUrns(withheld, value),
  });
}

const parameters = [
  'filter',
  'attributes',
  'excludedAttributes',
  'sortBy',
  'sortOrder',
  'startIndex',
  'count',
] as const;
type Parameter = (typeof parameters)[number];

function ofText(asked: Asked, name: Parameter, value: unknown): Json | undefined {
  if (typeof value === 'string') return parameter(asked, name, value);
  const isNumber = typeof value === 'number' && (name === 'startIndex' || name === 'count');
  return isNumber ? value : withholdUnknown(asked.withheld, value);
}

function parameter(asked: Asked, name: Parameter, value: string): string | undefined {
  const { types, leniencies, withheld } = asked;
  switch (name) {
    case 'filter':
      return redactFilter(types, value, leniencies, withheld);
    case 'attributes':
    case 'excludedAttributes':
      return redactNames(asked, value);
    case 'sortBy':
      return isKnown(types, value) ? value : withholdUnknown(withheld, value);
    case 'sortOrder':
      return redactWord(withheld, value, /^(?:ascending|descending)$/i) as string | undefined;
    case 'startIndex':
    case 'count':
      return redactWord(withheld, value, /^-?\d{1,15}$/) as string | undefined;
    default:
      return name satisfies never;
  }
}

function redactNames({ types, withheld }: Asked, value: string): string | undefined {
  const names = value.split(',').map((name) => name.trim());
  const known = names.filter((name) => isKnown(types, name) || withholdUnknown(withheld, name));
  return known.length === 0 ? undefined : known.join(',');
}

/** A name alone gives nothing away, be its values kept or not. */
function isKnown(types: readonly Declarations[], name: string): boolean {
  return types.some((type) => meaningOf(type, name) !== undefined || schemaOf(type, name) !== undefined);
}
