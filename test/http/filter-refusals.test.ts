// Filters that are refused: 400 invalidFilter, never a wider answer.

import { beforeAll, describe, expect, it } from 'vitest';
import { addUser } from '../support/people.ts';
import { expectScimError } from '../support/refusals.ts';
import { newTenant, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
beforeAll(async () => {
  tenant = await newTenant();
  await addUser(tenant, { userName: 'bob' });
});

describe('400 invalidFilter is the answer to', () => {
  it.each([
    // unknown, or never to be asked for
    'favouriteColour eq "green"',
    'name.nickName eq "x"',
    'urn:example:unknown:favouriteColour eq "x"',
    'password eq "x"',
    'password pr',
    '__proto__ eq "x"',
    'constructor pr',
    'toString eq "x"',
    'name.__proto__ pr',
    'members.value eq "x"',
    // cannot be compared like that
    'name eq "x"',
    'active gt true',
    'active eq "perhaps"',
    'active co "tr"',
    'meta.lastModified gt "yesterday"',
    'meta.lastModified co "2024"',
    'userName[value eq "x"]',
    'emails[emails[type eq "x"]]',
    // cannot be read
    '',
    '   ',
    'userName',
    'userName eq',
    'userName eq "open',
    'userName equals "x"',
    'userName eq "a" userName eq "b"',
    'userName eq "a" and',
    'and userName eq "a"',
    '(userName eq "a"',
    'userName eq "a")',
    'not userName pr',
    'eq "x"',
    '"userName" eq "x"',
    'userName eq "a"; DROP TABLE users',
    'userName eq "\u0000"',
  ])('%s', async (filter) => {
    const answer = await tenant.scim('GET', `/Users?filter=${encodeURIComponent(filter)}`);
    expectScimError(answer, 400, 'invalidFilter');
  });

  it('a filter of more than 16,384 characters, naming both lengths', async () => {
    const answer = await tenant.scim('GET', `/Users?filter=userName+eq+%22${'a'.repeat(16_400)}%22`);
    expectScimError(answer, 400, 'invalidFilter');
    expect(answer.body.detail).toMatch(/16414 .*16384/);
  });

  it.each([33, 5000])('brackets %i deep', async (depth) => {
    const filter = encodeURIComponent(`${'('.repeat(depth)}userName pr${')'.repeat(depth)}`);
    expectScimError(await tenant.scim('GET', `/Users?filter=${filter}`), 400, 'invalidFilter');
  });

  it('more than 200 comparisons', async () => {
    const filter = encodeURIComponent(Array(201).fill('title pr').join(' and '));
    expectScimError(await tenant.scim('GET', `/Users?filter=${filter}`), 400, 'invalidFilter');
  });
});

it('a filter that cannot be read never becomes no filter', async () => {
  const answer = await tenant.scim('GET', '/Users?filter=userName%20xx%20%22bob%22');
  expectScimError(answer, 400, 'invalidFilter');
  expect(answer.text).not.toContain('Resources');
});
