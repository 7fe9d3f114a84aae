import { expect, it } from 'vitest';
import { searchDocument } from '../../../src/scim/resource/search-document.ts';
import { badgeUrn, enterpriseUrn, staffType } from './staff.ts';

it('strings are folded unless case-exact, dates are instants, the rest is as it is', () => {
  const resource = {
    externalId: '00U',
    userName: 'ANN@Example.com',
    active: true,
    name: { givenName: 'ÖDÖN' },
    profileUrl: 'https://Example.com/A',
    emails: [{ value: 'A@X', type: 'Work', primary: true }, { value: 'B' }],
    x509Certificates: [{ value: 'AbC=', display: 'Mine' }],
    [enterpriseUrn]: { department: 'R&D', manager: { value: 'Id7' } },
    [badgeUrn]: { number: 'N1', floor: 3, expires: '2026-03-01T09:30:00.1234567+01:00', doors: ['A'] },
  };
  expect(searchDocument(staffType, resource)).toEqual({
    externalId: '00U',
    userName: 'ann@example.com',
    active: true,
    name: { givenName: 'ödön' },
    profileUrl: 'https://Example.com/A',
    emails: [{ value: 'a@x', type: 'work', primary: true }, { value: 'b' }],
    x509Certificates: [{ value: 'AbC=', display: 'mine' }],
    [enterpriseUrn]: { department: 'r&d', manager: { value: 'Id7' } },
    [badgeUrn]: { number: 'n1', floor: 3, expires: '2026-03-01T08:30:00.1234567Z', doors: ['a'] },
  });
});

it('what the type does not declare (any more) is left out', () => {
  expect(searchDocument(staffType, { userName: 'a', old: 'x', 'urn:old': { a: 'b' } })).toEqual({
    userName: 'a',
  });
});
