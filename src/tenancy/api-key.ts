// Keys to the management API, of the whole deployment or of one tenant: made as tokens are, with another prefix;
// what they may do; and the port by which they are kept. Who is let in where is the API's business.

import type { Actor, Author } from './author.ts';
import { isMinted, mint } from './token.ts';

const prefix = 'rk_';

/** Makes a key of 32 random bytes. */
export const mintApiKey = (random: Uint8Array): string => mint(prefix, random);

/** False for everything that no Rollcall ever minted as a key. */
export const isApiKey = (text: string): boolean => isMinted(prefix, text);

export const scopes = ['read', 'write'] as const;
export type Scope = (typeof scopes)[number];

/** The one tenant that somebody may see; null: all of them, and what is nobody's. */
export type Reach = { readonly id: string; readonly slug: string } | null;

/** Whoever a request to the management API comes from. */
export interface Caller {
  readonly actor: Actor;
  readonly scopes: readonly Scope[];
  readonly tenant: Reach;
}

export interface ApiKeyRecord {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly tenant: Reach;
  readonly lastFour: string;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
}

export interface ApiKeyStore {
  insert(key: ApiKeyRecord & { readonly hash: string }, author: Author): Promise<void>;
  /** By id, after the given one ('' for the first page); neither revoked ones nor those of deleted tenants. */
  list(after: string, limit: number): Promise<readonly ApiKeyRecord[]>;
  /** False when there is no such living key. */
  revoke(id: string, author: Author): Promise<boolean>;
  /** The living key with that SHA-256, in one look-up. */
  find(hash: string): Promise<ApiKeyRecord | undefined>;
  /** Writes down that the key was used, unless a use after `unlessAfter` is written down already. */
  noteUse(id: string, now: string, unlessAfter: string): Promise<void>;
}

/** The author's key or session was revoked, or its tenant deleted, while the request was under way. Nothing was written. */
export class DeadKey extends Error {
  constructor() {
    super('The key was revoked.');
    this.name = 'DeadKey';
  }
}

const noteEveryMilliseconds = 60_000;

/** The moment after which a use need not be noted again. */
export const lastNoteBefore = (now: number): string => new Date(now - noteEveryMilliseconds).toISOString();

/** True when this use should be written down: once a minute at most, whichever isolate sees it. */
export function isUseWorthNoting({ lastUsedAt }: ApiKeyRecord, now: number): boolean {
  return lastUsedAt === null || lastUsedAt <= lastNoteBefore(now);
}
