// The headers of the API's answers, as components of its document.

import type { Json } from './schemas.ts';

const described = {
  'X-Request-Id': 'The number of the request: what the audit, the events and the log know it by.',
  ETag: 'The version of what is answered, for If-Match.',
  'Retry-After': 'After how many seconds the request can be repeated.',
  'WWW-Authenticate': 'What is to be sent.',
} as const;

/** The one header as an answer names it. */
export const header = (name: keyof typeof described): Json => ({
  [name]: { $ref: `#/components/headers/${name}` },
});

export const headers: Json = Object.fromEntries(
  Object.entries(described).map(([name, description]) => [
    name,
    { description, required: true, schema: { type: name === 'Retry-After' ? 'integer' : 'string' } },
  ]),
);
