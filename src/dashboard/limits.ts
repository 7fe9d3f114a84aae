// Every bound of the dashboard, with its unit.

/** More accounts than this are not changed at once unless their number is typed. */
export const typedAbove = 50;

/** What a form may send, in bytes. */
export const maxFormBytes = 1024 * 1024;

/** Characters of the key that somebody types to sign in. */
export const maxKeyLength = 1000;

/** Entries on a page of a list. */
export const listLimit = 50;
/** Requests on a page of the activity; each may hold a body of 8 KB. */
export const activityLimit = 25;
/** Days of which the page of tokens says how much came by each, and how many requests are counted for it. */
export const tokenUseDays = 7;
export const maxCountedRequests = 1000;
/** Characters of what a list is searched for. */
export const maxSearchLength = 200;
/** Characters of the place where the page of a list goes on: it holds a name. */
export const maxCursorLength = 1000;
/** Events on the page of one person or group. */
export const timelineLimit = 25;
/** Groups that are shown with a person, and those of them whose beginning is looked up. */
export const maxShownGroups = 200;
export const maxExplainedGroups = 20;
/** Characters of a document, and rows of attributes, on a page. */
export const maxRawLength = 20_000;
export const maxShownAttributes = 150;
export const maxAuditedLength = 1000;
/** Entries of a list of settings in one form, and characters of a field. */
export const rowsPerForm = 40;
export const maxFieldLength = 4000;
/** Characters of a field with several lines. */
export const maxLinesLength = 60_000;
/** Users that a preview looks at: more would keep the reader waiting. */
export const maxPreviewedUsers = 20_000;
/** Rules, profiles and the like that the overview shows of each. */
export const shownEntries = 20;
/** Versions of the settings, suggestions and refused people on a page. */
export const shortListLimit = 20;
