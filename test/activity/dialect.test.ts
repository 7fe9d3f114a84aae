import { describe, expect, it } from 'vitest';
import { type Dialect, dialectOf, renewed, type Shape } from '../../src/activity/dialect.ts';
import { entra } from '../../src/rehearse/entra/client.ts';
import { jumpCloud } from '../../src/rehearse/jumpcloud/client.ts';
import { oktaCatalog } from '../../src/rehearse/okta/catalog.ts';
import { oneLogin } from '../../src/rehearse/onelogin/client.ts';

const shape = (method: string, path: string, more: Partial<Shape> = {}): Shape => ({
  method,
  path,
  query: [],
  userAgent: null,
  body: undefined,
  ...more,
});
const okta = { userAgent: oktaCatalog.headers['User-Agent'] ?? '' };
const patch = (...Operations: readonly object[]) => ({ body: { Operations } });
const person = {
  userName: 'a',
  externalId: 'e',
  email: 'a@x',
  givenName: 'A',
  familyName: 'B',
  displayName: 'A B',
  password: 'p',
};

it.each<[Dialect, Shape]>([
  ['okta', shape('GET', '/Users', okta)],
  ['okta-put', shape('PUT', '/Users/1', okta)],
  [
    'okta-patch',
    shape('PATCH', '/Users/1', { ...okta, ...patch({ op: 'replace', value: { active: false } }) }),
  ],
  ['entra', shape('POST', '/Users', { body: entra.newUser(person) })],
  ['entra', shape('POST', '/Groups', { body: entra.newGroup('Crew') })],
  [
    'entra',
    shape('GET', '/Groups', {
      query: [
        ['excludedAttributes', 'members'],
        ['filter', 'x'],
      ],
    }),
  ],
  ['entra-no-flag', shape('PATCH', '/Users/1', patch({ op: 'Replace', path: 'active', value: 'False' }))],
  ['entra-flag', shape('PATCH', '/Users/1', patch({ op: 'replace', value: { 'name.givenName': 'A' } }))],
  ['entra-flag', shape('GET', '/Users', { query: [['aadOptscim062020', '']] })],
  ['jumpcloud', shape('PUT', '/Users/1', { body: { phoneNumbers: [{ value: 'tel:+1-201' }] } })],
  ['jumpcloud', shape('GET', '/Users', { userAgent: 'JumpCloud-SCIM' })],
  ['onelogin', shape('POST', '/Users', { body: { emails: { value: 'a@x' } } })],
  ['authentik', shape('GET', '/Users', { userAgent: 'goauthentik.io/2025' })],
  ['tool', shape('GET', '/Users', { userAgent: 'curl/8' })],
  ['unknown', shape('POST', '/Users', { body: oneLogin.newUser(person) })],
  ['unknown', shape('POST', '/Users', { body: jumpCloud.newUser(person) })],
  ['unknown', shape('PATCH', '/Users/1', { body: ['Operations'] })],
  ['unknown', shape('PATCH', '/Users/1', { body: { Operations: [null, 5, { op: 5 }] } })],
])('%s is recognised: %o', (dialect, seen) => {
  expect(dialectOf(seen)).toBe(dialect);
});

describe('what is believed after a further request', () => {
  it.each<[before: Dialect, seen: Dialect, after: Dialect]>([
    ['unknown', 'okta', 'okta'],
    ['okta', 'okta-put', 'okta-put'],
    ['okta-put', 'okta', 'okta-put'],
    ['okta-put', 'okta-patch', 'okta-patch'],
    ['okta-patch', 'okta-put', 'okta-patch'],
    ['entra-flag', 'entra-no-flag', 'entra-no-flag'],
    ['entra-no-flag', 'entra', 'entra-no-flag'],
    ['okta-patch', 'unknown', 'okta-patch'],
    ['okta-patch', 'tool', 'okta-patch'],
    ['unknown', 'tool', 'tool'],
    ['tool', 'entra', 'entra'],
    ['okta', 'entra', 'entra'],
  ])('%s, then %s: %s', (before, seen, after) => {
    expect(renewed(before, seen)).toBe(after);
  });
});
