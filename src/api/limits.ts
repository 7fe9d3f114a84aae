// Every bound of the management API alone, with its unit; others are in `administration/limits`. What is over a bound is 422, with a pointer at the value and
// the bound in words. Those of a tenant's settings are beside the settings, in `policy/settings`.

/** Entries on a page when nothing is said, and at most. */
export const defaultLimit = 100;
export const maxLimit = 1000;
/** Characters of the cursor of a page. */
export const maxCursorLength = 500;
/** Characters of the list of types of events that are asked for. */
export const maxTypesLength = 1000;

/** Users that a preview of settings looks at. */
export const maxPreviewedUsers = 100_000;

/** Users in one import, and groups. */
export const maxImported = 1000;
/** Members that all groups of one import list together. */
export const maxImportedMembers = 50_000;
/** The body of an import, after decompression: a thousand users and groups as identity providers send them fill a quarter. */
export const maxImportBytes = 8 * 1024 * 1024;
/** How often an import goes on with other settings, when these change while it is under way. */
export const maxImportRenewals = 5;

/** Characters of an id that stands in a body. */
export const maxIdLength = 100;
