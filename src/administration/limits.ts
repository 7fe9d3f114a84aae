// The bounds of what administrators do, with their units, wherever they do it: management API or dashboard.

/** Characters of a tenant's or a token's name. */
export const maxNameLength = 200;

/** How long a token lives when nothing is said, and at most, unless it is never to expire. */
export const defaultLifetimeDays = 365;
export const maxLifetimeDays = 3650;

/** How long a portal link can be used when nothing is said, and at most. */
export const defaultLinkHours = 24;
export const maxLinkHours = 7 * 24;

/** How often a change of settings is merged anew when somebody else was faster. */
export const maxMergeAttempts = 10;
