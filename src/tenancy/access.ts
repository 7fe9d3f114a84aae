// Who is asking: from an `Authorization` header and the tenant's slug to the tenant, the token and the
// settings. What is found is remembered in the isolate, because the database checks it again with each
// request's own batch: a memory can be stale, never wrong (docs/decisions/005).

import { type Settings, settingsOf } from '../policy/settings.ts';
import { tooManyRequests, unauthorized } from '../scim/error.ts';
import { tokenOf } from './credential.ts';
import { hashToken, isWellFormed } from './token.ts';

/** Whom a request speaks for. Plain data: it travels to the tenant object. */
export interface Access {
  readonly tenant: string;
  readonly slug: string;
  readonly tokenId: string;
  readonly settings: Settings;
  readonly settingsVersion: number;
}

/** Which token a hash belongs to. */
export interface TokenOwner {
  readonly tenant: string;
  readonly tokenId: string;
}

export interface AccessPorts {
  /** KV: hash → owner. A hit alone authorises nobody. */
  readonly recall: (hash: string) => Promise<TokenOwner | undefined>;
  readonly remember: (hash: string, owner: TokenOwner) => Promise<void>;
  /** One look-up of a living token in the database, by owner where KV knows it, else by hash. */
  readonly load: (hash: string, owner: TokenOwner | undefined) => Promise<LoadedAccess | undefined>;
  /** False when this client address has asked for too many unknown tokens. */
  readonly mayLookUp: (clientAddress: string) => Promise<boolean>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface LoadedAccess extends Omit<Access, 'settings'> {
  /** As stored, JSON already parsed. */
  readonly settings: unknown;
}

const memoryMilliseconds = 5 * 60 * 1000;
const memorySize = 2000;
const lookUpPeriodSeconds = 60;

interface Remembered {
  readonly access: Access;
  readonly until: number;
}

/** One for each isolate. `forget` drops what is known of a token, for instance after its settings changed. */
export interface AccessMemory {
  /** By the whole `Authorization` header, so that a known one costs no hashing. Never written anywhere. */
  readonly entries: Map<string, Remembered>;
}

export const createAccessMemory = (): AccessMemory => ({ entries: new Map() });

/**
 * Errors: 401 for everything that is no living token of that tenant, 429 for too many unknown ones.
 * `fresh`: what is remembered is not good enough, since the settings have changed meanwhile.
 */
export async function authenticate(
  memory: AccessMemory,
  ports: AccessPorts,
  request: {
    readonly authorization: string | null | undefined;
    readonly slug: string;
    readonly clientAddress: string;
  },
  fresh = false,
): Promise<Access> {
  const header = request.authorization ?? '';
  const remembered = fresh ? undefined : memory.entries.get(header);
  const access =
    remembered && remembered.until > ports.now()
      ? remembered.access
      : await look(memory, ports, header, request.clientAddress);
  if (access?.slug !== request.slug) throw unauthorized();
  return access;
}

async function look(
  memory: AccessMemory,
  ports: AccessPorts,
  header: string,
  clientAddress: string,
): Promise<Access | undefined> {
  const token = tokenOf(header);
  if (!token || !isWellFormed(token)) return undefined;
  const hash = await hashToken(token);
  const owner = await passingOver(ports.recall(hash));
  if (!owner && !(await ports.mayLookUp(clientAddress))) {
    throw tooManyRequests(
      'Too many requests with unknown tokens came from this address. Check the token in the identity provider.',
      lookUpPeriodSeconds,
    );
  }
  const loaded = await ports.load(hash, owner);
  memory.entries.delete(header);
  if (!loaded) return undefined;
  if (!owner) await passingOver(ports.remember(hash, { tenant: loaded.tenant, tokenId: loaded.tokenId }));
  const access = { ...loaded, settings: settingsOf(loaded.settings) };
  if (memory.entries.size >= memorySize) forgetOldest(memory);
  memory.entries.set(header, { access, until: ports.now() + memoryMilliseconds });
  return access;
}

/** KV spares look-ups and decides nothing: where it fails, a request goes on without it. */
export async function passingOver<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    console.error(JSON.stringify({ event: 'KV failed', cause: String(error) }));
    return undefined;
  }
}

function forgetOldest(memory: AccessMemory): void {
  const [oldest] = memory.entries.keys();
  if (oldest !== undefined) memory.entries.delete(oldest);
}
