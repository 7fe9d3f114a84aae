// Cloudflare Access as a way in for operators: whom its assertion (a JWT that it adds to each request) is of. The
// assertion is the only thing that counts; the header with the e-mail address alone could come from anybody.

import { createRemoteJWKSet, type JWTVerifyGetKey, jwtVerify } from 'jose';

export interface AccessTeam {
  /** Such as `acme.cloudflareaccess.com`. */
  readonly domain: string;
  /** The tag of the Access application. */
  readonly audience: string;
}

export interface AccessIdentity {
  readonly email: string;
  /** When Access let him in, in milliseconds since 1970. */
  readonly enteredAt: number;
}

/** Undefined for every assertion that the team did not make, for this application, for a person, of late. */
export type AccessCheck = (assertion: string) => Promise<AccessIdentity | undefined>;

/** Characters of an assertion, and of the address in it. */
export const maxAssertionLength = 8000;
const maxEmailLength = 320;

/** Undefined unless both are given. */
export function accessCheckFor(domain: string | undefined, audience: string | undefined) {
  return domain && audience ? createAccessCheck({ domain, audience }) : undefined;
}

/** The team's public keys are fetched when they are first needed, and kept. */
export function createAccessCheck(
  { domain, audience }: AccessTeam,
  keys: JWTVerifyGetKey = createRemoteJWKSet(new URL(`https://${domain}/cdn-cgi/access/certs`)),
): AccessCheck {
  const asked = {
    issuer: `https://${domain}`,
    audience,
    algorithms: ['RS256'],
    requiredClaims: ['iat', 'exp'],
  };
  return async (assertion) => {
    if (assertion === '' || assertion.length > maxAssertionLength) return undefined;
    try {
      const { payload } = await jwtVerify(assertion, keys, asked);
      const { iat = 0, email } = payload;
      // An assertion of a service has none.
      if (typeof email !== 'string' || email === '' || email.length > maxEmailLength) return undefined;
      return { email, enteredAt: iat * 1000 };
    } catch (error) {
      console.error(JSON.stringify({ event: 'Access assertion refused', cause: String(error) }));
      return undefined;
    }
  };
}
