// KV: from a token's hash to its owner. It spares the database the look-up of invented tokens; it authorises
// nobody, so an entry may outlive its token.

import type { TokenOwner } from '../tenancy/access.ts';

const keyOf = (hash: string): string => `token:${hash}`;

/** Seconds that KV's edge caches may keep an answer. */
const cacheTtlSeconds = 300;

export async function recallToken(kv: KVNamespace, hash: string): Promise<TokenOwner | undefined> {
  const owner = await kv.get<TokenOwner>(keyOf(hash), { type: 'json', cacheTtl: cacheTtlSeconds });
  return owner ?? undefined;
}

export async function rememberToken(kv: KVNamespace, hash: string, owner: TokenOwner): Promise<void> {
  await kv.put(keyOf(hash), JSON.stringify(owner));
}
