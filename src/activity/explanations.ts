// The table of explanations: each kind of error that this application makes, in plain words, with what to do in Okta,
// in Entra and here. The first line that fits counts, so that what is particular stands before what is general. It is
// long, being a list.

import type { Situation } from './explain.ts';
import { rejectionNames, rejections } from './rejection.ts';

const oktaMappings = 'Directory, Profile Editor, the application, Mappings';
const entraMappings = 'Provisioning, Mappings';
const oktaToken = 'Enter the token anew under Provisioning, Integration, and press "Test API Credentials".';
const entraToken =
  'Enter it as "Secret Token" under Provisioning, Admin Credentials, and press "Test Connection".';
const repeats = {
  okta: 'Nothing to do: Okta repeats the request by itself. If a task failed for good, retry it on the dashboard under Tasks.',
  entra: 'Nothing to do: Entra repeats the request in its next cycle.',
};

const notLetIn = (reason: (typeof rejectionNames)[number]): Situation => {
  const base = { reason, what: rejections[reason] };
  switch (reason) {
    case 'other_tenant':
      return {
        ...base,
        okta: `The base URL and the token belong to different directories. Copy both from the same page. ${oktaToken}`,
        entra: `The Tenant URL and the token belong to different directories. Copy both from the same page. ${entraToken}`,
        here: 'Make a token on the page of the directory that the URL names.',
      };
    case 'too_many':
      return {
        ...base,
        okta: `Wait a minute. ${oktaToken}`,
        entra: `Wait a minute. ${entraToken}`,
        here: 'Look whether something else than the identity provider asks at this URL.',
      };
    case 'expired_token':
    case 'revoked_token':
    case 'unknown_token':
    case 'not_a_token':
    case 'no_token':
      return { ...base, okta: oktaToken, entra: entraToken, here: 'Make a new token; it is shown once.' };
    default:
      return reason satisfies never;
  }
};

export const explanations: readonly Situation[] = [
  ...rejectionNames.map(notLetIn),
  {
    status: 401,
    what: 'The token was not accepted.',
    okta: oktaToken,
    entra: entraToken,
    here: 'Make a new token.',
  },
  // People.
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
    scimType: 'uniqueness',
    detail: /^There is already a group/,
    what: 'A group of this name is here already.',
    okta: 'On the tab "Push Groups" choose "Link Group" instead of "Create Group", or rename the group.',
    entra: 'Check that displayName matches groups under Mappings, or rename the group.',
    here: 'Setting "groups.duplicateNames" lets groups share a name.',
  },
  {
    scimType: 'uniqueness',
    what: 'A value that must be unique is taken already.',
    ...tryAgainAfter('the value'),
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
  // Groups.
  {
    scimType: 'invalidValue',
    detail: /^Nobody was added or removed/,
    what: 'The group has members that were never provisioned here, so that the group was left as it was.',
    okta: 'Assign these people to the application first (tab "Assignments"; assigning the group is best). Then "Push now" on the tab "Push Groups".',
    entra: 'Bring these people into scope under "Users and groups"; the next cycle adds them.',
    here: 'Setting "leniency.skipUnknownMembers" passes over members that nobody knows.',
  },
  {
    scimType: 'invalidValue',
    detail: /cannot be a member of itself/,
    what: 'The group was to become a member of itself.',
    okta: 'Take the group out of its own members.',
    entra: 'Take the group out of its own members.',
  },
  {
    scimType: 'noTarget',
    detail: /^The group has no member/,
    what: 'A member was to be changed who is not in the group.',
    okta: 'On the tab "Push Groups" choose "Push now", which sends the whole membership.',
    entra: 'Restart provisioning of the group, which sends the whole membership.',
  },
  // Requests that do not fit.
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
  // By status.
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
];

function tryAgainAfter(what: string) {
  return {
    okta: `Change ${what}, then retry the task.`,
    entra: `Change ${what}; the next cycle tries again.`,
  };
}
