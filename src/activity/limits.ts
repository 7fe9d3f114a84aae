// Every bound of what is recorded of identity providers' requests, with its unit. What is over a bound is left out
// and said to be; a request is never refused or slowed down for it.

/** How long requests, and counts of requests, are kept. */
export const keptDays = 30;
/** Requests that are kept of a tenant: the newest. */
export const keptRequests = 100_000;
/** Rows of requests that were not let in, that are kept of a tenant: the newest. Each stands for a minute of one reason. */
export const keptRejections = 1_000;

/** Bytes of a request's body as it is recorded, as JSON. */
export const maxBodyBytes = 8 * 1024;
/** Characters of a path with its query. */
export const maxPathLength = 1_000;
/** Characters of an error's `detail`. */
export const maxDetailLength = 1_000;
/** Characters of a User-Agent. */
export const maxUserAgentLength = 200;
/** Values of one request that are not kept and that its error's detail is searched for; beyond, the detail goes. */
export const maxWithheldValues = 2_000;

/** Entries of errors that are counted for a figure; one of requests that were not let in is a minute of them. */
export const countedErrors = 200;

/** How often counts are written at most, by one isolate. */
export const countsEveryMilliseconds = 5_000;
/** Counts that an isolate holds until it writes them, of reads and of rejections each. */
export const maxCounts = 500;
/** How often requests are written at most, by one isolate, unless many come. */
export const recordsEveryMilliseconds = 1_000;
/** Requests that an isolate holds while others are being written. */
export const maxWaiting = 500;
/** Tenants whose connection an isolate remembers. */
export const maxRemembered = 2_000;
/** Tokens of rejected requests that are looked up between two writes of counts. */
export const maxTokenLookUps = 10;
