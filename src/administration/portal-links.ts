// Making a portal link for a tenant's administrator. The link is told to nobody but the caller, this once.

import { z } from 'zod';
import type { Author } from '../tenancy/author.ts';
import { mintPortalSecret, type PortalLinkStore } from '../tenancy/portal-link.ts';
import { roles } from '../tenancy/session.ts';
import { hashToken } from '../tenancy/token.ts';
import { defaultLinkHours, maxLinkHours } from './limits.ts';

const hourMilliseconds = 60 * 60 * 1000;

export const newPortalLink = z.strictObject({
  role: z.enum(roles).describe('A viewer sees everything and changes nothing.'),
  expiresInHours: z
    .number()
    .positive()
    .max(maxLinkHours)
    .default(defaultLinkHours)
    .describe('Until when the link can be used, once.'),
});

export interface PortalLinkPorts {
  readonly portalLinks: Pick<PortalLinkStore, 'insert'>;
  readonly newId: () => string;
  readonly randomBytes: (count: number) => Uint8Array;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** `tenant`: the id; `origin`: of the link, without trailing slash. Errors: `DeadKey`. */
export async function makePortalLink(
  ports: PortalLinkPorts,
  tenant: string,
  { role, expiresInHours }: z.output<typeof newPortalLink>,
  origin: string,
  author: Author,
): Promise<{ readonly url: string; readonly expiresAt: string }> {
  const secret = mintPortalSecret(ports.randomBytes(32));
  const now = ports.now();
  const link = {
    id: ports.newId(),
    role,
    createdAt: new Date(now).toISOString(),
    expiresAt: new Date(now + expiresInHours * hourMilliseconds).toISOString(),
  };
  await ports.portalLinks.insert(tenant, { ...link, hash: await hashToken(secret) }, author);
  return { url: `${origin}/portal/${secret}`, expiresAt: link.expiresAt };
}
