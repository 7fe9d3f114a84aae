// Requests as the record of activity gets them, for a tenant who keeps some of what is sent.

import { redact, type Sent } from '../../src/activity/redact.ts';
import { redactDetail } from '../../src/activity/redact-detail.ts';
import { defaultLeniencies } from '../../src/scim/leniency.ts';
import { groupType } from '../../src/scim/schema/resource-type.ts';
import { acmeUrn, coreUrn, policyOf } from '../policy/wishes.ts';

/** Keeps `plan`; reads `badge` and `hint` for its rules only, and `vip` and `desk`, which nobody declared. */
export const policy = policyOf({
  attributes: [
    { name: 'plan' },
    { name: 'desk', namespace: acmeUrn },
    { name: 'badge', namespace: acmeUrn, store: false },
    { name: 'hint', store: false, type: 'boolean' },
    { name: 'level', store: false, canonicalValues: ['a', 'b'] },
  ],
  constraints: [{ when: `vip eq "x" or ${coreUrn}:desk eq "x"`, require: 'plan pr', message: 'No.' }],
});

export const reading = {
  users: { shown: policy.userType, reading: policy.readingType },
  groups: { shown: groupType, reading: groupType },
  leniencies: defaultLeniencies,
};

export const sent = (method: string, path: string, body?: unknown, query: Sent['query'] = []): Sent => ({
  method,
  path,
  query,
  body,
});

/** What is recorded of it. */
export function recorded(method: string, path: string, body?: unknown, query: Sent['query'] = []) {
  const { path: shown, body: kept, withheld } = redact(sent(method, path, body, query), reading);
  return { path: shown, body: kept, names: [...withheld.names], unknown: withheld.unknown };
}

/** The request's error as it is recorded. */
export function recordedDetail(detail: string, ...request: Parameters<typeof sent>): string {
  const redacted = redact(sent(...request), reading);
  return redactDetail(detail, redacted.withheld, redacted, reading);
}
