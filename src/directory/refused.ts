// A user whom the identity provider wanted and who was refused: what of it administrators are to be told. Nothing is
// taken from what was sent but the names by which the person is known.

import type { ErrorFacts } from '../scim/error.ts';
import { maxKeyLength } from '../scim/limits.ts';
import { isObject } from '../scim/resource/value.ts';
import { userSchema } from '../scim/schema/user.ts';

/** What was tried, as it was sent. */
export interface Attempt {
  /** Of an update. */
  readonly id?: string;
  readonly body: unknown;
}

export interface RefusedUser {
  readonly attempt: 'create' | 'update' | 'reactivate';
  /** As sent; null where it was not. */
  readonly userName: string | null;
  readonly externalId: string | null;
  /** Null for somebody who was to be created. */
  readonly userId: string | null;
  readonly status: number;
  readonly scimType: string | null;
  readonly detail: string;
}

/** Several tries of one and the same person are one refusal: of the last one, with how often and since when. */
export interface Refusal extends RefusedUser {
  /** Of the tenant's refusals the highest number came last. */
  readonly number: number;
  /** ISO 8601 UTC. */
  readonly firstAt: string;
  readonly lastAt: string;
  readonly count: number;
  /** Of the last try. */
  readonly requestId: string;
  readonly tokenId: string;
}

/** Who was refused and has not been taken in, or changed, since. */
export interface Refusals {
  /**
   * Newest first, below the number `before`. A page may be short, or empty, where many of those that it looked at
   * have been taken in: it goes on below `next`, which is null at the end.
   */
  page(
    tenant: string,
    before: number,
    limit: number,
  ): Promise<{ readonly refusals: readonly Refusal[]; readonly next: number | null }>;
}

/** Undefined when the error says nothing of the person: that the token is dead, that the message cannot be read. */
export function refusedUser({ id, body }: Attempt, facts: ErrorFacts): RefusedUser | undefined {
  const { status, scimType = null, detail, withoutValues = detail } = facts;
  const isOfPerson =
    status === 409 || (status === 400 ? isOfValues(scimType) : status === 403 && scimType === 'seatLimit');
  if (!isOfPerson) return undefined;
  const sent = sentObjects(body);
  return {
    // Nobody who is there takes a seat but by becoming active.
    attempt: id === undefined ? 'create' : scimType === 'seatLimit' ? 'reactivate' : 'update',
    userName: nameIn(sent, 'userName'),
    externalId: nameIn(sent, 'externalId'),
    userId: id ?? null,
    status,
    scimType,
    detail: withoutValues,
  };
}

const isOfValues = (scimType: string | null) => scimType === 'invalidValue' || scimType === 'mutability';

/** The objects that may hold attributes: the resource itself, or each operation of a PATCH as one. */
function sentObjects(body: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (!isObject(body)) return [];
  const operations = Object.entries(body).find(([key]) => key.toLowerCase() === 'operations')?.[1];
  if (!Array.isArray(operations)) return [body];
  return operations.filter(isObject).flatMap(({ path, value }) => {
    if (typeof path === 'string') return [{ [path]: value }];
    return isObject(value) ? [value] : [];
  });
}

/** The last one of that core attribute. Of another namespace it would be somebody else's, and perhaps not kept. */
function nameIn(
  objects: readonly Readonly<Record<string, unknown>>[],
  attribute: 'userName' | 'externalId',
): string | null {
  const keys = [attribute.toLowerCase(), `${userSchema.id}:${attribute}`.toLowerCase()];
  const values = objects.flatMap((object) =>
    Object.entries(object)
      .filter(([key]) => keys.includes(key.toLowerCase()))
      .map(([, value]) => value),
  );
  const last = values.at(-1);
  return typeof last === 'string' && last.trim() !== ''
    ? last.slice(0, maxKeyLength).toWellFormed().replaceAll('\u0000', ' ')
    : null;
}
