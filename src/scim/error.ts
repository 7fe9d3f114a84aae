// The one error of the protocol (RFC 7644 §3.12), made only by the named functions below. `detail` is written
// for the administrator who reads it in the identity provider: which value, what is wrong, what to do.

export type ScimType =
  | 'invalidFilter'
  | 'tooMany'
  | 'uniqueness'
  | 'mutability'
  | 'invalidSyntax'
  | 'invalidPath'
  | 'noTarget'
  | 'invalidValue'
  | 'invalidVers'
  | 'sensitive'
  | 'invalidCursor'
  | 'expiredCursor'
  | 'invalidCount'
  | 'seatLimit';

/** What an error is made of; plain data, so that it survives a remote call. `headers` go out with the answer. */
export interface ErrorFacts {
  readonly status: number;
  readonly scimType?: ScimType;
  readonly detail: string;
  /** What is kept of `detail` where it repeats a value that was sent, and that may be nobody's to keep. */
  readonly withoutValues?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export class ScimError extends Error {
  readonly facts: ErrorFacts;
  constructor(facts: ErrorFacts) {
    super(facts.detail);
    this.name = 'ScimError';
    this.facts = facts;
  }
}

/** The body of an error answer; `status` is a string (RFC 7644 §3.12). */
export function errorBody({ status, scimType, detail }: ErrorFacts): {
  readonly schemas: readonly string[];
  readonly status: string;
  readonly scimType?: ScimType;
  readonly detail: string;
} {
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    status: String(status),
    ...(scimType && { scimType }),
    detail,
  };
}

const badRequest = (scimType: ScimType) => (detail: string, withoutValues?: string) =>
  new ScimError({ status: 400, scimType, detail, ...(withoutValues !== undefined && { withoutValues }) });

/** 400: the filter cannot be read, or compares what cannot be compared (RFC 7644 Table 9). */
export const invalidFilter = badRequest('invalidFilter');
/** 400: the body is not JSON or not the message that was expected. */
export const invalidSyntax = badRequest('invalidSyntax');
/** 400: a PATCH path names no attribute of the resource. */
export const invalidPath = badRequest('invalidPath');
/** 400: a PATCH path selects no value where one is needed. */
export const noTarget = badRequest('noTarget');
/** 400: a value is of the wrong type, missing, or refers to nothing. What `detail` repeats of it is not kept. */
export const invalidValue = badRequest('invalidValue');
/** 400: the attribute cannot be changed like that. */
export const mutability = badRequest('mutability');

/** 400 (RFC 9865 §2.1): no cursor of this query. */
export const invalidCursor = badRequest('invalidCursor');
/** 400 (RFC 9865 §2.1): the client waited longer than `cursorTimeout`. */
export const expiredCursor = badRequest('expiredCursor');
/** 400 (RFC 9865 §2.1): another `count` than that of the first page. */
export const invalidCount = badRequest('invalidCount');

/** 409: a value that must be unique is taken. */
export const uniqueness = (detail: string) => new ScimError({ status: 409, scimType: 'uniqueness', detail });

/** 409: against the state that things are in. */
export const conflict = (detail: string) => new ScimError({ status: 409, detail });

/** 401, the same for every reason, so that nothing is learned from it. */
export const unauthorized = () =>
  new ScimError({
    status: 401,
    detail:
      'The token was not accepted. Copy the tenant URL and a living token from the dashboard of the application into the identity provider; tokens expire and can be revoked.',
    headers: { 'WWW-Authenticate': 'Bearer realm="SCIM", Basic realm="SCIM", charset="UTF-8"' },
  });

/** 403: understood, known, and not allowed. */
export const forbidden = (detail: string) => new ScimError({ status: 403, detail });

/** 404 for a resource: missing and foreign ones are told in the same words. */
export const resourceNotFound = (type: string, id: string) =>
  new ScimError({
    status: 404,
    detail: `There is no ${type} with id "${quoted(id)}". It may have been deleted; look it up again by its name.`,
  });

/** 404 for a route. */
export const routeNotFound = (path: string) =>
  new ScimError({
    status: 404,
    detail: `There is nothing at "${quoted(path)}". The base URL of the identity provider must end in /scim/v2; below it are Users, Groups, ServiceProviderConfig, ResourceTypes and Schemas.`,
  });

/** 405, with the methods that the route has. */
export const methodNotAllowed = (method: string, allowed: readonly string[]) =>
  new ScimError({
    status: 405,
    detail: `${quoted(method)} is not possible here; ${allowed.join(', ')} ${allowed.length === 1 ? 'is' : 'are'}.`,
    headers: { Allow: allowed.join(', ') },
  });

/** 412: `If-Match` named another version than the stored one. */
export const preconditionFailed = (type: string, id: string) =>
  new ScimError({
    status: 412,
    detail: `The ${type} "${quoted(id)}" has changed since it was read. Read it again and repeat the change.`,
  });

/** 413, naming the limit in bytes. */
export const payloadTooLarge = (limitBytes: number) =>
  new ScimError({
    status: 413,
    detail: `The request is larger than ${limitBytes} bytes. Send fewer values at once, for instance fewer members.`,
  });

/** 415: the body is of another media type or encoding than JSON. */
export const unsupportedMediaType = (detail: string) => new ScimError({ status: 415, detail });

/** 403: no more accounts may be active; our own `scimType`, for there is none in RFC 7644. */
export const seatLimit = (detail: string) => new ScimError({ status: 403, scimType: 'seatLimit', detail });

/** 429. `retryAfterSeconds` is an integer: identity providers read no other form. */
export const tooManyRequests = (detail: string, retryAfterSeconds: number) =>
  new ScimError({ status: 429, detail, headers: { 'Retry-After': String(Math.ceil(retryAfterSeconds)) } });

/** 501: part of the protocol, not offered here. */
export const notImplemented = (detail: string) => new ScimError({ status: 501, detail });

/** 503: nothing was written; the client should repeat the request. */
export const unavailable = (detail: string, retryAfterSeconds: number) =>
  new ScimError({ status: 503, detail, headers: { 'Retry-After': String(Math.ceil(retryAfterSeconds)) } });

/** 500: our fault. Says nothing about the cause; that goes to the log under the request id. */
export const internal = (requestId: string) =>
  new ScimError({
    status: 500,
    detail: `Something went wrong on our side and was recorded as request ${requestId}. Repeat the request; if it fails again, tell the application's support that number.`,
  });

/** Characters of a client's text that a message repeats. */
export const maxQuotedLength = 120;

/** A client's text inside a message: control signs out, and no longer than helps. */
export function quoted(text: string): string {
  const plain = text.replace(/[\u0000-\u001f\u007f]/g, ' ');
  return plain.length > maxQuotedLength ? `${plain.slice(0, maxQuotedLength - 3)}...` : plain;
}
