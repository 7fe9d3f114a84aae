// Explanations of errors about people: their names, their seats, what a tenant asks of their attributes.

import type { Situation } from '../explain.ts';
import { entraMappings, oktaMappings } from './places.ts';

export const aboutPeople: readonly Situation[] = [
  {
    scimType: 'uniqueness',
    detail: /^There is already a user with userName/,
    what: 'Somebody with this user name is here already, so that no second one was created.',
    okta: 'Assign the person anew: Okta then looks the user up and links to him. If it is somebody else, change "Application username format" under Sign On.',
    entra:
      'Check that userName is the matching attribute with precedence 1 under Mappings, then provision the person on demand.',
    here: 'Look the person up by his user name, inactive people too.',
  },
  {
    scimType: 'uniqueness',
    detail: /^The user name becomes/,
    what: 'Two different user names become the same here, because some of their signs are replaced.',
    okta: 'Change the user name of one of them, or "Application username format" under Sign On.',
    entra: `Change what is mapped to userName under ${entraMappings}.`,
    here: 'Setting "usernames.replace" says which signs are replaced.',
  },
  {
    scimType: 'uniqueness',
    detail: /^Another (?:user|group) of the same request/,
    what: 'The same name was sent twice in one request; the second was not created.',
    here: 'Send each person and each group once.',
  },
  {
    scimType: 'seatLimit',
    what: 'All seats are taken, so that nobody more became active.',
    okta: 'Unassign somebody, or retry the task once there is room.',
    entra: 'Take somebody out of scope; the next cycle tries again.',
    here: 'Raise setting "seats", or deactivate somebody.',
  },
  {
    scimType: 'invalidValue',
    detail: /user names of this application are not e-mail addresses/,
    what: 'The user name is an e-mail address; this directory wants user names without "@".',
    okta: 'Sign On, Settings, "Application username format": choose "Email prefix". Then "Update Now".',
    entra: `Map userName to the mail nickname, under ${entraMappings}.`,
    here: 'Setting "usernames.emailAllowed" lets e-mail addresses in.',
  },
  {
    scimType: 'invalidValue',
    detail: /user names of this application match/,
    what: 'The user name holds signs that this directory does not take.',
    okta: 'Sign On, Settings, "Application username format": choose a format, or a custom expression, that gives such names.',
    entra: `Change what is mapped to userName under ${entraMappings}.`,
    here: 'Setting "usernames.allowedPattern" says which names are taken.',
  },
  {
    scimType: 'mutability',
    detail: /^"userName" is .* and cannot be changed/s,
    what: 'User names cannot be changed in this directory; nothing of the request was done.',
    okta: 'Set the user name back under Assignments, or "Application username format" under Sign On to what it was.',
    entra: `Under ${entraMappings} let userName apply "Only during object creation".`,
    here: 'Setting "usernames.changeable" lets names change.',
  },
  {
    scimType: 'invalidValue',
    detail: /^".*" is required/s,
    what: 'An attribute that everybody must have was not sent, or was empty.',
    okta: `Map the attribute under ${oktaMappings}, and fill it in for the person.`,
    entra: `Map the attribute under ${entraMappings}, with a default if the person has none.`,
    here: 'Settings, "attributes": whether it is required, and its default.',
  },
  {
    scimType: 'invalidValue',
    detail: /; these values are allowed, in this very spelling/,
    what: 'The value is none of those that this attribute can have; upper and lower case are told apart.',
    okta: `Correct the value for the person, or the expression under ${oktaMappings}.`,
    entra: `Correct the value, or the expression under ${entraMappings}.`,
    here: 'Settings, "attributes": the canonical values.',
  },
  {
    scimType: 'invalidValue',
    detail: /has \d+ (?:characters|members|values)|would have \d+ bytes|has \d+ operations/,
    what: 'Something of the request is larger than is taken.',
    okta: `Leave large values, such as photos, out under ${oktaMappings}; push large groups in parts.`,
    entra: `Leave large values, such as photos, out under ${entraMappings}.`,
  },
];
