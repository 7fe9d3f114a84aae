// The body of a user or group, and of a PATCH of one, as they are recorded: attributes that the tenant keeps, by
// their declared names.

import type { Leniencies } from '../scim/leniency.ts';
import { isObject, type Json } from '../scim/resource/value.ts';
import type { Schema } from '../scim/schema/attribute.ts';
import { pathName } from '../scim/schema/path.ts';
import { type Declarations, type Meaning, meaningOfKey, schemaOf } from './names.ts';
import { redactPath } from './redact-filter.ts';
import { redactValue } from './redact-value.ts';
import { type Withheld, withholdNamed, withholdUnknown } from './withheld.ts';

export interface Redaction {
  readonly type: Declarations;
  readonly leniencies: Leniencies;
  readonly withheld: Withheld;
}

/** The body of POST and PUT. `withPaths`: of a PATCH without path, whose keys may be paths with brackets. */
export function redactResource(redaction: Redaction, body: unknown, withPaths = false): Json | undefined {
  const { type, leniencies, withheld } = redaction;
  if (!isObject(body)) return body === null ? null : withholdUnknown(withheld, body);
  const entries = Object.entries(body).flatMap(([key, value]): [string, Json][] => {
    const schema = schemaOf(type, key);
    if (schema) return named(schema.id, redactExtension(redaction, schema, value));
    if (withPaths && key.includes('[') && leniencies.has('pathKeys'))
      return valueBehind(redaction, key, value);
    return keyed(redaction, meaningOfKey(type, key, leniencies, undefined), value);
  });
  return Object.fromEntries(entries);
}

/** A PATCH message. */
export function redactPatch(redaction: Redaction, body: unknown): Json | undefined {
  return redactMessage(redaction.withheld, body, {
    schemas: (value) => redactUrns(redaction.withheld, value),
    operations: (value) => redactList(redaction.withheld, value, (one) => redactOperation(redaction, one)),
  });
}

/** The members of a message that are known, each by what may be recorded of it; names in any case. */
export function redactMessage(
  withheld: Withheld,
  body: unknown,
  members: Readonly<Record<string, (value: unknown) => Json | undefined>>,
): Json | undefined {
  if (!isObject(body)) return withholdUnknown(withheld, body);
  const entries = Object.entries(body).flatMap(([key, value]): [string, Json][] => {
    const lower = key.toLowerCase();
    const redact = Object.hasOwn(members, lower) ? members[lower] : undefined;
    if (!redact) withholdUnknown(withheld, value);
    return redact ? named(key, redact(value)) : [];
  });
  return Object.fromEntries(entries);
}

/** A list, one by one. */
export function redactList(
  withheld: Withheld,
  value: unknown,
  redact: (one: unknown) => Json | undefined,
): Json | undefined {
  if (!Array.isArray(value)) return withholdUnknown(withheld, value);
  return value.flatMap((one) => redact(one) ?? []);
}

const urn = /^(?:urn|http|https):[\w.:/-]{1,200}$/i;

/** `schemas`, as far as they are names of schemas. */
export function redactUrns(withheld: Withheld, value: unknown): Json | undefined {
  return redactList(withheld, value, (one) =>
    typeof one === 'string' && urn.test(one) ? one : withholdUnknown(withheld, one),
  );
}

function redactOperation(redaction: Redaction, sent: unknown): Json | undefined {
  const { type, leniencies, withheld } = redaction;
  if (!isObject(sent)) return withholdUnknown(withheld, sent);
  const paths = Object.keys(sent).filter((key) => key.toLowerCase() === 'path');
  const path = paths.length === 1 ? sent[paths[0] ?? ''] : undefined;
  const target = typeof path === 'string' ? redactPath(type, path, leniencies, withheld) : undefined;
  const isWithout = paths.length === 0 || path === null;
  return redactMessage(withheld, sent, {
    op: (value) => redactWord(withheld, value, /^(?:add|replace|remove)$/i),
    path: (value) => target?.text ?? (value === null ? null : behindNothing(withheld, value)),
    value: (value) => {
      if (isWithout) return redactResource(redaction, value, true);
      if (!target) return behindNothing(withheld, value);
      return target.kind === 'schema'
        ? redactExtension(redaction, target.schema, value)
        : redactValue(target.path, value, withheld);
    },
  });
}

/** What belongs to a path that was left out, and counted, already. */
function behindNothing(withheld: Withheld, value: unknown): undefined {
  withheld.values.push(value);
}

/** One of few words. */
export function redactWord(withheld: Withheld, value: unknown, words: RegExp): Json | undefined {
  return typeof value === 'string' && words.test(value) ? value : withholdUnknown(withheld, value);
}

function redactExtension(redaction: Redaction, schema: Schema, value: unknown): Json | undefined {
  const { type, leniencies, withheld } = redaction;
  if (value === null || value === '') return value;
  if (!isObject(value)) return withholdUnknown(withheld, value);
  const entries = Object.entries(value).flatMap(([key, inner]) =>
    keyed(redaction, meaningOfKey(type, key, leniencies, schema), inner, schema),
  );
  return Object.fromEntries(entries);
}

function valueBehind(redaction: Redaction, key: string, value: unknown): [string, Json][] {
  const { type, leniencies, withheld } = redaction;
  const target = redactPath(type, key, leniencies, withheld);
  if (target?.kind === 'attribute') return named(target.text, redactValue(target.path, value, withheld));
  withholdUnknown(withheld, value);
  return [];
}

function keyed(
  { withheld }: Redaction,
  meaning: Meaning | undefined,
  value: unknown,
  holder?: Schema,
): [string, Json][] {
  if (meaning?.kind === 'kept') {
    const { path } = meaning;
    const { extension, ...inner } = path;
    const name = pathName(holder || extension === undefined ? inner : path);
    return named(name, redactValue(path, value, withheld));
  }
  if (meaning) withholdNamed(withheld, meaning.name, value);
  else withholdUnknown(withheld, value);
  return [];
}

const named = (name: string, value: Json | undefined): [string, Json][] =>
  value === undefined ? [] : [[name, value]];
