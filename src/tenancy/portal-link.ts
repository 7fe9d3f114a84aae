// Portal links: each lets one administrator of a tenant into the dashboard, once, before it expires. Made as tokens
// are, with another prefix; and the port by which they are kept.

import type { Author } from './author.ts';
import type { Role, Session } from './session.ts';
import { isMinted, mint } from './token.ts';

const prefix = 'rp_';

/** Makes the secret of 32 random bytes. */
export const mintPortalSecret = (random: Uint8Array): string => mint(prefix, random);

/** False for everything that no Rollcall ever minted as such. */
export const isPortalSecret = (text: string): boolean => isMinted(prefix, text);

export interface PortalLink {
  readonly id: string;
  readonly role: Role;
  /** ISO 8601 UTC. */
  readonly createdAt: string;
  readonly expiresAt: string;
}

export interface PortalLinkStore {
  insert(tenant: string, link: PortalLink & { readonly hash: string }, author: Author): Promise<void>;
  /** Whom the link with that hash lets in where, if it can still be used. */
  find(
    hash: string,
    now: string,
  ): Promise<{ readonly role: Role; readonly tenant: { readonly name: string } } | undefined>;
  /** Uses the link up and begins the session, of its tenant and role; undefined when it cannot be used (any more). */
  use(
    hash: string,
    session: Omit<Session, 'kind' | 'tenant' | 'role' | 'name'> & { readonly hash: string },
    requestId: string,
  ): Promise<Session | undefined>;
  /** Those of a tenant that can still be used, the newest first. */
  ofTenant(tenant: string, now: string, limit: number): Promise<readonly PortalLink[]>;
  /** False when there is no such link that could still be used. */
  cancel(tenant: string, id: string, author: Author): Promise<boolean>;
}

/** How the audit calls those who came by a link. */
export const portalName = { administrator: 'Administrator by link', viewer: 'Viewer by link' } as const;
