// The tenant object, asked directly: calls on one stub arrive in the order in which they are made.

import { env } from 'cloudflare:workers';
import { defaultLeniencies, type LeniencyName } from '../../src/scim/leniency.ts';
import type { Caller, GroupResult, GroupVerb, Outcome } from '../../src/tenant-object/protocol.ts';

export type Write = (verb: GroupVerb) => Promise<Outcome<GroupResult>>;

interface Writer {
  write(caller: Caller, verb: GroupVerb): Promise<Outcome<GroupResult>>;
}

interface Asked {
  readonly settingsVersion?: number;
  readonly leniencies?: readonly LeniencyName[];
}

type Who = { readonly tenant: string; readonly tokenId: string };

/** Writes as this token of this tenant, each with a request id of its own. */
export function writerAs(who: Who, asked: Asked = {}): Write {
  const stub: unknown = env.TENANT.get(env.TENANT.idFromName(who.tenant));
  return writerOn(stub as Writer, who, asked);
}

/** The same on the object itself. */
export function writerOn(
  object: Writer,
  { tenant, tokenId }: Who,
  { settingsVersion = 1, leniencies = [...defaultLeniencies] }: Asked = {},
): Write {
  return (verb) =>
    object.write(
      { tenant, tokenId, settingsVersion, leniencies, marksDue: false, requestId: crypto.randomUUID() },
      verb,
    );
}

export function patchOf(id: string, ...operations: object[]): GroupVerb {
  return { verb: 'patch', id, body: { Operations: operations }, condition: undefined };
}

export const addition = (group: string, ...ids: readonly (string | undefined)[]): GroupVerb =>
  patchOf(group, { op: 'add', path: 'members', value: ids.map((value) => ({ value })) });

export const removal = (group: string, ...ids: readonly string[]): GroupVerb =>
  patchOf(group, { op: 'remove', path: 'members', value: ids.map((value) => ({ value })) });

/** Creates a group and answers its id. */
export async function createGroup(write: Write, displayName = 'Crew'): Promise<string> {
  const created = await write({ verb: 'create', body: { displayName } });
  if (created.kind !== 'done' || !created.value) throw new Error(JSON.stringify(created));
  return created.value.id;
}
