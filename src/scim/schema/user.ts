// The User schema (RFC 7643 §4.1), one record. Where the printed schema of §8.7.1 differs from the normative
// text, the text wins: references are case-exact, addresses may be primary, `groups.value` is an exact id.

import { attribute, type Schema } from './attribute.ts';
import { plural, typeAndPrimary } from './common.ts';

export const userSchema: Schema = {
  id: 'urn:ietf:params:scim:schemas:core:2.0:User',
  name: 'User',
  description: 'A person who uses the application.',
  attributes: [
    attribute('userName', 'The name by which the person signs in. Unique in the tenant, whatever its case.', {
      required: true,
      uniqueness: 'server',
    }),
    attribute('name', "The components of the person's name.", {
      subAttributes: [
        attribute('formatted', 'The full name, as it is displayed.'),
        attribute('familyName', 'The family name.'),
        attribute('givenName', 'The given name.'),
        attribute('middleName', 'The middle names.'),
        attribute('honorificPrefix', 'Titles before the name.'),
        attribute('honorificSuffix', 'Titles after the name.'),
      ],
    }),
    attribute('displayName', 'The name that is shown to others.'),
    attribute('nickName', 'The casual name.'),
    attribute('profileUrl', 'A page about the person.', { type: 'reference', referenceTypes: ['external'] }),
    attribute('title', 'The job title.'),
    attribute('userType', 'The relationship to the organization, for instance "Employee".'),
    attribute('preferredLanguage', 'The preferred languages, written as in an Accept-Language header.'),
    attribute('locale', 'The language tag for formats of numbers, dates and currency.'),
    attribute('timezone', 'The time zone, by its IANA name.'),
    attribute('active', 'Whether the person may use the application.', { type: 'boolean' }),
    attribute('password', 'Accepted and dropped: no password is ever stored.', {
      mutability: 'writeOnly',
      returned: 'never',
    }),
    plural('emails', 'E-mail addresses.', { canonicalTypes: ['work', 'home', 'other'] }),
    plural('phoneNumbers', 'Telephone numbers.', {
      canonicalTypes: ['work', 'home', 'mobile', 'fax', 'pager', 'other'],
    }),
    plural('ims', 'Instant messaging addresses.', {
      canonicalTypes: ['aim', 'gtalk', 'icq', 'xmpp', 'msn', 'skype', 'qq', 'yahoo', 'other'],
    }),
    plural('photos', 'Pictures of the person.', {
      value: { type: 'reference', referenceTypes: ['external'], caseExact: true },
      canonicalTypes: ['photo', 'thumbnail'],
    }),
    attribute('addresses', 'Physical mailing addresses.', {
      multiValued: true,
      subAttributes: [
        attribute('formatted', 'The full address, as it is displayed.'),
        attribute('streetAddress', 'Street, house number, post-office box.'),
        attribute('locality', 'The city.'),
        attribute('region', 'The state or region.'),
        attribute('postalCode', 'The postal code.'),
        attribute('country', 'The country; stored as sent.'),
        ...typeAndPrimary(['work', 'home', 'other']),
      ],
    }),
    attribute('groups', 'The groups that the person belongs to. Changed through the groups.', {
      multiValued: true,
      mutability: 'readOnly',
      subAttributes: [
        attribute('value', 'The id of the group.', { caseExact: true, mutability: 'readOnly' }),
        attribute('$ref', 'The URI of the group.', {
          type: 'reference',
          referenceTypes: ['User', 'Group'],
          mutability: 'readOnly',
        }),
        attribute('display', "The group's name.", { mutability: 'readOnly' }),
        attribute('type', 'How the person belongs to the group.', {
          canonicalValues: ['direct', 'indirect'],
          mutability: 'readOnly',
        }),
      ],
    }),
    plural('entitlements', 'What the person is entitled to.'),
    plural('roles', 'The roles of the person.'),
    plural('x509Certificates', 'Certificates, DER in base64.', {
      value: { type: 'binary', caseExact: true },
    }),
  ],
};
