// What goes over the wire: each client's own headers and bodies, to the letter.

import { describe, expect, test } from 'vitest';
import { clients } from '../../src/rehearse/clients.ts';
import type { Fetch, FetchRequest } from '../../src/rehearse/fetch.ts';
import { oktaCustom } from '../../src/rehearse/okta/custom.ts';
import { updateByPut } from '../../src/rehearse/okta/scenes.ts';
import { rehearse } from '../../src/rehearse/player.ts';
import { GROUP, USER } from '../../src/rehearse/urns.ts';

interface Sent extends FetchRequest {
  readonly url: string;
}

/** All that a client sends to a server which takes whatever it gets and shows the same resource whatever is asked. */
async function sentBy(name: string): Promise<readonly Sent[]> {
  const sent: Sent[] = [];
  const fetch: Fetch = async (url, request) => {
    sent.push({ url, ...request });
    const [, location, type, given] = /^(.*\/(User|Group)s)\/?([^?]*)/.exec(url) ?? [];
    const id = given || `id${sent.length}`;
    const meta = { resourceType: type, location: `${location}/${id}` };
    const text = JSON.stringify({ schemas: [USER, GROUP], id, userName: 'u', displayName: 'd', meta });
    const status = request.method === 'POST' ? 201 : 200;
    return { status, headers: { get: () => 'application/json' }, text: async () => text };
  };
  for (const client of clients.filter((one) => one.name === name)) {
    await rehearse(client, { baseUrl: 'https://scim.test/v2/', token: 'secret', fetch, run: 'run' });
  }
  return sent;
}

describe.each(clients)('$name', ({ name, steps }) => {
  test('sends its token and its Accept with every request, to the base URL without a double slash', async () => {
    for (const { url, headers } of await sentBy(name)) {
      expect(url).toMatch(/^https:\/\/scim\.test\/v2\/[A-Z.]/);
      expect(headers['Authorization']).toMatch(/^Bearer (secret|wrong-run)$/);
      expect(headers['Accept']).toBe('application/scim+json');
    }
  });

  test('says the media type of a body, and only of a body', async () => {
    for (const { headers, body } of await sentBy(name)) {
      expect(headers['Content-Type'] !== undefined).toBe(body !== undefined);
    }
  });

  test('names each of its checks differently', () => {
    const names = steps.map((step) => step.name);
    expect(new Set(names).size).toBe(names.length);
  });

  test('tries a wrong token exactly once', async () => {
    const wrong = (await sentBy(name)).filter(({ headers }) => headers['Authorization'] !== 'Bearer secret');
    expect(wrong).toHaveLength(1);
  });
});

test('Okta presents itself with its User-Agent, Entra with none', async () => {
  const agents = async (name: string) =>
    new Set((await sentBy(name)).map(({ headers }) => headers['User-Agent']));
  expect(await agents('okta-custom')).toEqual(new Set(['Okta SCIM Client 1.0.0']));
  expect(await agents('okta-catalog')).toEqual(new Set(['Okta SCIM Client 1.0.0']));
  expect(await agents('entra')).toEqual(new Set([undefined]));
});

test('the custom app of Okta never sends PATCH', async () => {
  const methods = new Set((await sentBy('okta-custom')).map(({ method }) => method));
  expect(methods).toEqual(new Set(['GET', 'POST', 'PUT', 'DELETE']));
});

test('Okta looks up with spaces as %20 and as +, and asks for the first hundred', async () => {
  const lookUps = (await sentBy('okta-catalog')).filter(({ url }) => url.includes('filter='));
  const page = expect.stringMatching(/&startIndex=1&count=100$/);
  expect(lookUps.map(({ url }) => url)).toEqual(lookUps.map(() => page));
  expect(lookUps.some(({ url }) => url.includes('filter=userName%20eq%20%22'))).toBe(true);
  expect(lookUps.some(({ url }) => url.includes('filter=userName+eq+%22'))).toBe(true);
});

test('Entra looks up groups without their members', async () => {
  const lookUps = (await sentBy('entra')).filter(
    ({ url }) => url.includes('/Groups?') && url.includes('displayName'),
  );
  expect(lookUps.length).toBeGreaterThan(0);
  expect(lookUps.every(({ url }) => url.includes('excludedAttributes=members'))).toBe(true);
});

test('Okta puts back what the server showed, even what nobody knows, with its own values over it', async () => {
  const shown = { id: 'id7', name: { formatted: 'Old Name', givenName: 'Old' }, 'urn:x': { y: 1 } };
  const bodies: string[] = [];
  const fetch: Fetch = async (_, { method, body }) => {
    if (method === 'PUT') bodies.push(body ?? '');
    const whole = { ...shown, schemas: [USER], userName: 'ann' };
    const meta = { resourceType: 'User', location: 'https://scim.test/Users/id7' };
    return {
      status: 200,
      headers: { get: () => 'application/json' },
      text: async () => JSON.stringify({ ...whole, meta }),
    };
  };
  const steps = oktaCustom.steps.filter(
    ({ name }) => name === 'Assign: the person is created' || name === updateByPut.name,
  );
  await rehearse({ ...oktaCustom, steps }, { baseUrl: 'https://scim.test', token: 't', fetch, run: 'run' });
  expect(bodies.map((body) => JSON.parse(body))).toEqual([
    expect.objectContaining({
      id: 'id7',
      name: { formatted: 'Old Name', givenName: 'Anna' },
      'urn:x': { y: 1 },
      meta: { resourceType: 'User', location: 'https://scim.test/Users/id7' },
      rehearsalOnly: expect.any(String),
    }),
  ]);
});
