// Explanations of errors by what kind of error it is, and last by its status: what the tables about people and groups
// do not know.

import type { Situation } from '../explain.ts';
import { entraMappings, oktaMappings, repeats } from './places.ts';

export const aboutRequests: readonly Situation[] = [
  {
    scimType: 'uniqueness',
    what: 'A value that must be unique is taken already.',
    okta: 'Change the value, then retry the task.',
    entra: 'Change the value; the next cycle tries again.',
  },
  {
    scimType: 'noTarget',
    what: 'A value was to be changed that is not there.',
    okta: 'Force a sync of the person, which sends all of his attributes.',
    entra:
      'Provision the person on demand. Some such changes are taken by setting "leniency.createOnReplace".',
    here: 'Setting "leniency.createOnReplace" creates the value instead.',
  },
  {
    scimType: 'invalidFilter',
    what: 'The identity provider looked for something that cannot be looked for here.',
    okta: 'Set "Unique identifier field for users" to userName under Provisioning, Integration.',
    entra: `Match people by userName or externalId under ${entraMappings}.`,
    here: 'Attributes of your own are declared in setting "attributes".',
  },
  {
    scimType: 'invalidPath',
    what: 'An attribute was to be changed that nobody declared here.',
    okta: `Remove the attribute under ${oktaMappings}, or correct its external name and namespace.`,
    entra: `Remove the attribute under ${entraMappings}, or correct its name there.`,
    here: 'Declare the attribute in setting "attributes", with name and namespace.',
  },
  {
    scimType: 'mutability',
    what: 'An attribute was to be changed that cannot be changed like that.',
    okta: `Remove the attribute under ${oktaMappings}, or apply it on create only.`,
    entra: `Remove the attribute under ${entraMappings}, or apply it "Only during object creation".`,
  },
  {
    scimType: 'invalidSyntax',
    what: 'The request could not be read: it is not the message that belongs there.',
    okta: 'Check that the application is a SCIM 2.0 one, and its base URL.',
    entra: 'Add "?aadOptscim062020" to the Tenant URL, which makes Entra keep to the standard.',
    here: 'Settings, "leniency": habits of clients that are switched off there are refused.',
  },
  {
    scimType: 'invalidValue',
    what: 'A value was not taken for the reason that is given.',
    okta: `Correct the value for the person, or under ${oktaMappings}.`,
    entra: `Correct the value, or the expression under ${entraMappings}.`,
    here: 'Settings, "constraints" and "attributes": what is asked of people.',
  },
  { scimType: 'invalidCursor', what: 'A walk through the pages of a list lost its place.', ...repeats },
  { scimType: 'expiredCursor', what: 'A walk through the pages of a list took too long.', ...repeats },
  { scimType: 'invalidCount', what: 'A walk through a list changed its page size on the way.', ...repeats },
  {
    status: 403,
    detail: /switched off/,
    what: 'Provisioning is switched off for this directory; nothing was changed.',
    here: 'Switch it on again: setting "enabled".',
  },
  { status: 403, what: 'Something was asked that is not allowed here.', ...repeats },
  {
    status: 404,
    detail: /^There is nothing at/,
    what: 'Nothing is at this address: the base URL is not the right one.',
    okta: 'Copy the base URL anew into Provisioning, Integration; it ends in /scim/v2, without "/Users".',
    entra: 'Copy the Tenant URL anew into Provisioning, Admin Credentials; it ends in /scim/v2.',
  },
  {
    status: 404,
    what: 'The identity provider asked for somebody, or a group, that is not here any more.',
    okta: 'Assign the person anew, or unlink and push the group again: Okta then looks for it by its name.',
    entra: 'Nothing to do: Entra looks for it by its name in the next cycle. Else restart provisioning.',
    here: 'Look at the events whether it was deleted, and by whom.',
  },
  {
    status: 405,
    what: 'The request is of a kind that is not possible at this address.',
    okta: 'Check that the base URL ends in /scim/v2.',
    entra: 'Check that the Tenant URL ends in /scim/v2.',
  },
  { status: 412, what: 'It was changed by somebody else at the same time; nothing was changed.', ...repeats },
  {
    status: 413,
    what: 'The request is too large.',
    okta: 'Push large groups in parts; leave photos out of the mapping.',
    entra: 'Leave photos out of the mapping.',
  },
  {
    status: 415,
    what: 'The body was not sent as JSON.',
    okta: 'Check that the application is a SCIM 2.0 one.',
    entra: 'Check that nothing between Entra and here changes the requests.',
  },
  { status: 429, what: 'Too many requests came at once; this one was to wait.', ...repeats },
  { status: 501, what: 'The request asks for a part of the protocol that is not offered here.', ...repeats },
  {
    status: 500,
    what: 'Something went wrong on our side.',
    ...repeats,
    here: 'Tell the support of the application the number of the request.',
  },
  { status: 503, what: 'The directory could not be reached, or was busy; nothing was changed.', ...repeats },
  {
    status: 409,
    what: 'All accounts of this directory are frozen, so that nobody comes in or gets access back.',
    here: 'Turn provisioning on, on the set-up page: that gives everybody back what the freeze took.',
  },
];
