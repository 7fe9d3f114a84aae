// A server that says yes to everything and means nothing must not get a single green line.

import { describe, expect, test } from 'vitest';
import { clients } from '../../src/rehearse/clients.ts';
import type { Fetch } from '../../src/rehearse/fetch.ts';
import { rehearse } from '../../src/rehearse/player.ts';

const servers = [
  { says: '200 and {}', status: 200, text: '{}', mediaType: 'application/scim+json' },
  { says: '201 and {}', status: 201, text: '{}', mediaType: 'application/scim+json' },
  { says: '204 and nothing', status: 204, text: '', mediaType: null },
  { says: '200 and a page of HTML', status: 200, text: '<h1>Hello</h1>', mediaType: 'text/html' },
  { says: '200 and null', status: 200, text: 'null', mediaType: 'application/json' },
];

describe.each(servers)('a server that answers $says', ({ status, text, mediaType }) => {
  const fetch: Fetch = async () => ({
    status,
    headers: { get: (name) => (name.toLowerCase() === 'content-type' ? mediaType : null) },
    text: async () => text,
  });

  test.each(clients)('passes no check of $name', async (client) => {
    const report = await rehearse(client, { baseUrl: 'https://scim.test', token: 't', fetch, run: 'run' });
    expect(report.checks.filter(({ ok }) => ok)).toEqual([]);
    expect(report.checks).toHaveLength(client.steps.length + 1);
    expect(report.checks.filter(({ detail }) => detail === '')).toEqual([]);
  });
});
