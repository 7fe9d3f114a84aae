// One user and one group whose values the cases of filters speak about.

import type { Resource } from '../../../src/scim/resource/value.ts';

export const enterpriseUrn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

export const ann: Resource = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', enterpriseUrn],
  id: 'b1f0c3d2-Ab',
  externalId: '00uAnn',
  meta: {
    resourceType: 'User',
    created: '2024-02-29T23:30:00.1234567Z',
    lastModified: '2025-03-01T12:00:00Z',
    version: 'W/"v1"',
  },
  userName: 'Ann.Öberg@Example.com',
  name: { givenName: 'Ann', familyName: "O'Öberg", middleName: '' },
  title: 'Head of R&D',
  userType: 'Employee',
  nickName: '',
  profileUrl: 'https://people.example.com/Ann',
  active: false,
  emails: [
    { value: 'ann@work.example.com', type: 'work', primary: true },
    { value: 'ann@home.example.org', type: 'home', primary: false },
  ],
  phoneNumbers: [{ value: '+46 8 123' }],
  ims: [{ type: 'xmpp', value: 'ann@chat.example.com' }],
  addresses: [{ type: 'work', locality: 'Umeå', country: 'SE' }],
  groups: [{ value: 'g-1', display: 'Readers', type: 'direct' }],
  roles: [{ value: 'admin', primary: true }],
  x509Certificates: [{ value: 'MIIDQz' }],
  [enterpriseUrn]: { employeeNumber: '17', department: 'R&D', manager: { value: 'boss-1' } },
};

export const readers: Resource = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
  id: 'g-1',
  displayName: 'Readers',
  members: [{ value: 'b1f0c3d2-Ab', type: 'User' }],
};
