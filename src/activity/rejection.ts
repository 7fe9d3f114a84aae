// Why a request was not let in. All of them are answered alike, so that nobody learns anything; here is what the
// tenant's own administrator is told.

export const rejections = {
  no_token: 'The request came without a token.',
  not_a_token:
    'What was sent as token is none that was ever made here: cut off, mistyped, or of another product.',
  unknown_token: 'The token is not known here.',
  expired_token: 'The token has expired.',
  revoked_token: 'The token was revoked.',
  other_tenant: 'The token is one of another directory than that of the URL.',
  too_many: 'So many unknown tokens came from one address that no more of them are looked up for a minute.',
} as const;

export type Rejection = keyof typeof rejections;

export const rejectionNames = Object.keys(rejections) as readonly Rejection[];
