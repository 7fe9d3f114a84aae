// Every bound of the dashboard, with its unit.

/** What a form may send, in bytes. */
export const maxFormBytes = 1024 * 1024;

/** Characters of the key that somebody types to sign in. */
export const maxKeyLength = 1000;

/** Entries on a page of a list. */
export const listLimit = 50;
/** Characters of where a page of a list begins. */
export const maxCursorLength = 100;
/** Characters of what a list is searched for. */
export const maxSearchLength = 200;
