// A request without what must stay nowhere: secrets, attributes that the tenant does not keep, and all that nobody
// declared or understands. What is left is kept in the tenant's directory anyway, or says nothing of a person.

import type { Leniencies } from '../scim/leniency.ts';
import { isObject, type Json } from '../scim/resource/value.ts';
import { maxPathLength } from './limits.ts';
import type { Declarations } from './names.ts';
import { redactQuery, redactSearch } from './redact-query.ts';
import {
  redactList,
  redactMessage,
  redactPatch,
  redactResource,
  redactUrns,
  redactWord,
} from './redact-resource.ts';
import { nothingWithheld, type Withheld, withholdUnknown } from './withheld.ts';

/** A request as it came. */
export interface Sent {
  readonly method: string;
  /** Below the tenant's base URL: `/Users/…`. */
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  /** As JSON; undefined where there was none, or none that could be read. */
  readonly body: unknown;
}

/** How the tenant declares its users and groups. */
export interface Reading {
  readonly users: Declarations;
  readonly groups: Declarations;
  readonly leniencies: Leniencies;
}

export interface Redacted {
  /** With its query, in plain text. */
  readonly path: string;
  readonly body: Json | undefined;
  readonly withheld: Withheld;
}

export function redact({ method, path, query, body }: Sent, reading: Reading): Redacted {
  const withheld = nothingWithheld();
  const types = typesAt(path, reading);
  const asked = { types, leniencies: reading.leniencies, withheld };
  const text = withoutTokens(path) + redactQuery(asked, query);
  const shortened = text.length > maxPathLength ? `${text.slice(0, maxPathLength - 1)}…` : text;
  const kept = body === undefined ? undefined : redactBody(method, path, body, reading, withheld);
  return { path: shortened.toWellFormed(), body: kept, withheld };
}

/** A token that was pasted where none belongs. */
export function withoutTokens(text: string): string {
  return text.replace(/\b(r[ck]_)[\w-]{8,}/g, '$1…');
}

function redactBody(method: string, path: string, body: unknown, reading: Reading, withheld: Withheld) {
  const { leniencies } = reading;
  const types = typesAt(path, reading);
  if (/\/\.search$/i.test(path)) return redactSearch({ types, leniencies, withheld }, body);
  if (/^\/Bulk$/i.test(path)) return redactBulk(body, reading, withheld);
  const [type] = types;
  return type ? redactData(method, type, body, reading, withheld) : withholdUnknown(withheld, body);
}

function redactData(
  method: string,
  type: Declarations,
  data: unknown,
  { leniencies }: Reading,
  withheld: Withheld,
) {
  const redaction = { type, leniencies, withheld };
  return method === 'PATCH' ? redactPatch(redaction, data) : redactResource(redaction, data);
}

function redactBulk(body: unknown, reading: Reading, withheld: Withheld): Json | undefined {
  return redactMessage(withheld, body, {
    schemas: (value) => redactUrns(withheld, value),
    failonerrors: (value) => (typeof value === 'number' ? value : withholdUnknown(withheld, value)),
    operations: (value) => redactList(withheld, value, (one) => redactOperation(one, reading, withheld)),
  });
}

function redactOperation(sent: unknown, reading: Reading, withheld: Withheld): Json | undefined {
  const field = (name: string) => {
    const keys = isObject(sent) ? Object.keys(sent).filter((key) => key.toLowerCase() === name) : [];
    const value = isObject(sent) && keys.length === 1 ? sent[keys[0] ?? ''] : undefined;
    return typeof value === 'string' ? value : '';
  };
  const path = field('path');
  const [type] = typesAt(path, reading);
  return redactMessage(withheld, sent, {
    method: (value) => redactWord(withheld, value, /^(?:POST|PUT|PATCH|DELETE)$/i),
    path: (value) => (type ? redactWord(withheld, value, resourcePath) : withholdUnknown(withheld, value)),
    bulkid: (value) => redactWord(withheld, value, /^[\w:.@-]{1,100}$/),
    version: (value) => redactWord(withheld, value, /^(?:W\/)?"[\w-]{1,40}"$/),
    data: (value) =>
      type
        ? redactData(field('method').toUpperCase(), type, value, reading, withheld)
        : withholdUnknown(withheld, value),
  });
}

const resourcePath = /^\/\w+(?:\/[^/?#\s]{1,200})?$/;

/** What a path is about. */
function typesAt(path: string, { users, groups }: Reading): readonly Declarations[] {
  if (/^\/\.search$/i.test(path)) return [users, groups];
  const first = path.split('/', 2)[1]?.toLowerCase();
  return [users, groups].filter(({ shown }) => shown.endpoint.toLowerCase() === `/${first}`);
}
