// Making a token for a tenant's identity provider. It is told to nobody but the caller, this once.

import { z } from 'zod';
import { passingOver, type TokenOwner } from '../tenancy/access.ts';
import type { Author } from '../tenancy/author.ts';
import type { TenantStore, TokenRecord } from '../tenancy/tenant.ts';
import { hashToken, lastFour, mintToken } from '../tenancy/token.ts';
import { defaultLifetimeDays, maxLifetimeDays, maxNameLength } from './limits.ts';

const dayMilliseconds = 24 * 60 * 60 * 1000;

export const newToken = z.strictObject({
  name: z.string().trim().min(1).max(maxNameLength),
  expiresInDays: z
    .number()
    .positive()
    .max(maxLifetimeDays)
    .nullable()
    .default(defaultLifetimeDays)
    .describe('Null: it never expires, by explicit choice.'),
});

export interface TokenPorts {
  readonly tenants: Pick<TenantStore, 'insertToken'>;
  /** Writes a token's owner to KV, so that its first request is cheap. */
  readonly rememberToken: (hash: string, owner: TokenOwner) => Promise<void>;
  readonly newId: () => string;
  readonly randomBytes: (count: number) => Uint8Array;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface MadeToken extends TokenRecord {
  /** The token itself. */
  readonly token: string;
}

/** It works from now on. `tenant`: the id. Errors: `DeadKey`. */
export async function makeToken(
  ports: TokenPorts,
  tenant: string,
  { name, expiresInDays }: z.output<typeof newToken>,
  author: Author,
): Promise<MadeToken> {
  const token = mintToken(ports.randomBytes(32));
  const hash = await hashToken(token);
  const now = ports.now();
  const record = {
    id: ports.newId(),
    name,
    lastFour: lastFour(token),
    createdAt: new Date(now).toISOString(),
    expiresAt: expiresInDays === null ? null : new Date(now + expiresInDays * dayMilliseconds).toISOString(),
    lastUsedAt: null,
  };
  await ports.tenants.insertToken(tenant, { ...record, hash }, author);
  await passingOver(ports.rememberToken(hash, { tenant, tokenId: record.id }));
  return { ...record, token };
}
