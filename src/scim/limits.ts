// Every bound of the protocol, with its unit. What is over a bound is refused with a message that names it.

/** A request body, after decompression. */
export const maxBodyBytes = 2 * 1024 * 1024;
/** How deep JSON in a body may nest: deeper than any schema reaches. */
export const maxJsonDepth = 32;

/** Resources on a page when the client does not say, and at most (RFC 7644 §3.4.2.4). */
export const defaultPageSize = 100;
export const maxPageSize = 1000;

/** How long a client may take from one page to the next, before a cursor expires and a walk by index counts anew. */
export const walkTimeoutSeconds = 600;

/** Characters of a filter. URLs end at 16 KB in production; longer filters come through `.search`. */
export const maxFilterLength = 16_384;
/** Brackets, `not`s and value paths inside one another, as written. */
export const maxFilterDepth = 32;
/** Comparisons in one filter. */
export const maxFilterComparisons = 200;

/** Operations in one bulk request. */
export const maxBulkOperations = 1000;

/** Operations in one PATCH. */
export const maxPatchOperations = 1000;
/** Comparisons that the operations of one PATCH, all together, may make with each value of an attribute. */
export const maxPatchComparisons = 5000;
/** Characters of one string value; certificates and pictures in base64 fit. */
export const maxStringLength = 65_536;
/** Characters of a value by which a resource is looked up: `userName`, `externalId`, a group's `displayName`. */
export const maxKeyLength = 512;
/** Elements of one multi-valued attribute, `members` apart. */
export const maxElements = 500;
/** Members named in one request; their ids go to D1 as one text of 2 MB at most. A group may have any number. */
export const maxMembersPerRequest = 40_000;
/** The stored document of one resource, in bytes: beside it stands a search document up to three times as long, and D1 ends a row at 2 MB. */
export const maxDocumentBytes = 384 * 1024;
