// A policy from settings as an administrator writes them, and users as clients send them.

import type { z } from 'zod';
import type { Decision } from '../../src/directory/policy.ts';
import { compilePolicy, type Policy } from '../../src/policy/policy.ts';
import { settingsSchema } from '../../src/policy/settings.ts';
import { defaultLeniencies } from '../../src/scim/leniency.ts';
import { readResource } from '../../src/scim/resource/read.ts';

export type Wishes = z.input<typeof settingsSchema>;

export const coreUrn = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const enterpriseUrn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const acmeUrn = 'urn:example:acme:2.0:User';

export function policyOf(wishes: Wishes): Policy {
  return compilePolicy(settingsSchema.parse(wishes));
}

/** Decides about a body of POST, or of PUT where there is somebody before. */
export function admitBody(policy: Policy, body: object, previous?: Decision): Decision {
  return policy.admit(readResource(policy.readingType, body, defaultLeniencies).resource, previous);
}
