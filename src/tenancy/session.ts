// Sessions in the dashboard: who has one, how long it lives, and the two texts that prove it. The cookie holds a
// random secret and a signature; forms hold a text that only who knows the secret's key can make. The database keeps
// the secret's hash alone. Signing in and the pages are the dashboard's business, the rows `db/sessions`'.

import type { Reach } from './api-key.ts';
import type { Actor, Author } from './author.ts';
import { base64url } from './token.ts';

/** Operators are the vendor's staff and see every tenant; portal users came by a link, to one. */
export type SessionKind = 'operator' | 'portal';

export const roles = ['administrator', 'viewer'] as const;
/** A viewer sees everything and changes nothing. */
export type Role = (typeof roles)[number];

export interface Session {
  /** Not secret: the audit names it. */
  readonly id: string;
  readonly kind: SessionKind;
  readonly role: Role;
  /** Null for operators only. */
  readonly tenant: Reach;
  /** How the audit calls its holder. */
  readonly name: string;
  /** ISO 8601 UTC, as all of these. */
  readonly enteredAt: string;
  readonly lastSeenAt: string;
  readonly expiresAt: string;
}

export interface SessionStore {
  /** Begins an operator's session. */
  insert(session: Session & { readonly hash: string }, author: Author): Promise<void>;
  /** The living session with that hash: neither ended nor expired, nor of a deleted tenant. */
  find(hash: string, now: string): Promise<Session | undefined>;
  /** Writes down that it was used, and how long it lives from now on. */
  noteSeen(id: string, now: string, expiresAt: string): Promise<void>;
  /** False when there is no such living session. `tenant`: only one of that tenant, by its id. */
  end(id: string, tenant: string | undefined, author: Author): Promise<boolean>;
  /** Those of a tenant that live, the newest entry first. */
  ofTenant(tenant: string, now: string, limit: number): Promise<readonly Session[]>;
}

const minuteMilliseconds = 60_000;
const hourMilliseconds = 60 * minuteMilliseconds;

/** Without a request for so long, a session ends. */
export const idleHours = 8;
/** And so long after its beginning in any case. */
export const longestHours = 7 * 24;
/** What cannot be taken back asks for an entry that is no older. */
export const recentMinutes = 30;

/** `now`: milliseconds since 1970. */
export function expiryOf({ enteredAt }: Pick<Session, 'enteredAt'>, now: number): string {
  const latest = Date.parse(enteredAt) + longestHours * hourMilliseconds;
  return new Date(Math.min(now + idleHours * hourMilliseconds, latest)).toISOString();
}

/** True when this request should be written down: once a minute at most. */
export const isSightWorthNoting = ({ lastSeenAt }: Pick<Session, 'lastSeenAt'>, now: number): boolean =>
  now - Date.parse(lastSeenAt) >= minuteMilliseconds;

/** True within half an hour of the entry. */
export const isRecent = ({ enteredAt }: Pick<Session, 'enteredAt'>, now: number): boolean =>
  now - Date.parse(enteredAt) <= recentMinutes * minuteMilliseconds;

export const actorOf = ({ kind, id, name }: Pick<Session, 'kind' | 'id' | 'name'>): Actor => ({
  kind,
  id,
  name,
});

/** The seals of one deployment: who changes its ADMIN_KEY ends all sessions. */
export interface Seals {
  /** What the cookie holds: the secret and its signature. */
  sealed(secret: string): Promise<string>;
  /** The secret in a cookie that was sealed here; undefined for every other. */
  opened(cookie: string): Promise<string | undefined>;
  /** What each form of that session holds. */
  formToken(secret: string): Promise<string>;
  isFormToken(secret: string, given: string): Promise<boolean>;
  /** Opens the dashboard of a server on the very machine (`npm start`). */
  localKey(): Promise<string>;
  isLocalKey(given: string): Promise<boolean>;
}

export function createSeals(adminKey: string): Seals {
  const encoder = new TextEncoder();
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = crypto.subtle.importKey('raw', encoder.encode(adminKey), algorithm, false, ['sign', 'verify']);
  const sign = async (text: string) =>
    base64url(new Uint8Array(await crypto.subtle.sign('HMAC', await key, encoder.encode(text))));
  // Web Crypto compares in the same time whatever differs.
  const verify = async (text: string, given: string) => {
    const signature = bytesOf(given);
    return (
      signature !== undefined && crypto.subtle.verify('HMAC', await key, signature, encoder.encode(text))
    );
  };
  return {
    sealed: async (secret) => `${secret}.${await sign(`session ${secret}`)}`,
    async opened(cookie) {
      const [secret = '', signature = '', ...rest] = cookie.split('.');
      return rest.length === 0 && (await verify(`session ${secret}`, signature)) ? secret : undefined;
    },
    formToken: (secret) => sign(`form ${secret}`),
    isFormToken: (secret, given) => verify(`form ${secret}`, given),
    localKey: () => sign('sign-in link'),
    isLocalKey: (given) => verify('sign-in link', given),
  };
}

/** Undefined for what is no base64url of 32 bytes, which every signature is. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[A-Za-z0-9_-]{43}$/.test(text)) return undefined;
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (sign) => sign.charCodeAt(0));
}
