// Explanations of requests that were not let in: what is wrong with the token.

import type { Situation } from '../explain.ts';
import { type Rejection, rejectionNames, rejections } from '../rejection.ts';
import { entraToken, oktaToken } from './places.ts';

export const notLetIn: readonly Situation[] = [
  ...rejectionNames.map(notLetInFor),
  {
    status: 401,
    what: 'The token was not accepted.',
    okta: oktaToken,
    entra: entraToken,
    here: 'Make a new token.',
  },
];

function notLetInFor(reason: Rejection): Situation {
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
}
