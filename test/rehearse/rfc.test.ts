// The protocol's assertions follow what the server advertises: what it does not offer is no failure, and what it
// offers without doing it is.

import { describe, expect, test } from 'vitest';
import type { Fetch } from '../../src/rehearse/fetch.ts';
import { rehearse } from '../../src/rehearse/player.ts';
import { rfc } from '../../src/rehearse/rfc/client.ts';
import {
  ENTERPRISE_USER,
  ERROR,
  GROUP,
  LIST_RESPONSE,
  RESOURCE_TYPE,
  SERVICE_PROVIDER_CONFIG,
  USER,
} from '../../src/rehearse/urns.ts';

const optional = /^(Patch|Filter|Paging|Sorting|Search|Versions|Bulk|Cursors)/;

describe('a server that says what it offers and can do nothing else', () => {
  test('fails no check of what it does not offer', async () => {
    const checks = await play({ isOffered: false });
    const found = checks.filter(({ name }) => optional.test(name));
    expect(found.length).toBeGreaterThan(100);
    expect(found.filter(({ ok }) => !ok)).toEqual([]);
    expect(found.filter(({ detail }) => !detail.startsWith('not offered: '))).toEqual([]);
  });

  test('fails every check of what it offers', async () => {
    const checks = await play({ isOffered: true });
    const green = checks.filter(({ name, ok }) => ok && optional.test(name)).map(({ name }) => name);
    expect(green).toEqual([]);
  });

  test('fails every check that depends on what it offers, when it does not say that', async () => {
    const checks = await play({});
    const green = checks.filter(({ name, ok }) => ok && optional.test(name)).map(({ name }) => name);
    expect(green).toEqual([]);
  });
});

test('a failed check says what was sent, what came, and which rule wants something else', async () => {
  const checks = await play({ isOffered: true });
  const { detail } = checks.find(({ name }) => name === 'Create: unknown attributes are ignored') ?? {};
  expect(detail).toMatch(/^POST \/Users → 503, expected 201\. The server says: Nothing works\./);
  expect(detail).toContain('. Sent: POST /Users {"schemas":');
  expect(detail).toContain('. Wanted: RFC 7644 §3.3');
});

async function play({ isOffered }: { readonly isOffered?: boolean }) {
  const feature = { supported: isOffered };
  const schemaExtensions = isOffered ? [{ schema: ENTERPRISE_USER, required: false }] : [];
  const documents: Readonly<Record<string, unknown>> = {
    '/ServiceProviderConfig': {
      schemas: [SERVICE_PROVIDER_CONFIG],
      ...{ patch: feature, changePassword: feature, sort: feature, etag: feature },
      bulk: { ...feature, maxOperations: 1, maxPayloadSize: 1 },
      filter: { ...feature, maxResults: 1 },
      pagination: { cursor: isOffered },
      authenticationSchemes: [],
    },
    '/ResourceTypes': {
      schemas: [LIST_RESPONSE],
      totalResults: 2,
      Resources: [{ ...typed('User', USER), schemaExtensions }, typed('Group', GROUP)],
    },
  };
  const failure = { schemas: [ERROR], status: '503', detail: 'Nothing works.' };
  const fetch: Fetch = async (url) => {
    const document = documents[url.slice('https://scim.test'.length)];
    return {
      status: document === undefined ? 503 : 200,
      headers: { get: () => 'application/scim+json' },
      text: async () => JSON.stringify(document ?? failure),
    };
  };
  const { checks } = await rehearse(rfc, { baseUrl: 'https://scim.test', token: 't', fetch, run: 'run' });
  return checks;
}

function typed(name: string, schema: string) {
  return { schemas: [RESOURCE_TYPE], name, endpoint: `/${name}s`, schema };
}
