// The bounds of what a tenant may wish, with their units. What is over a bound is 422, with a pointer at the value
// and the bound in words. Those of the catalog of roles and entitlements are in `settings`.

/** Characters of all that is stored of a tenant's settings, as JSON. They stand in one row, which D1 ends at 2 MB. */
export const maxSettingsLength = 600_000;

/** Attributes that a tenant declares. */
export const maxAttributes = 100;
/** Characters of an attribute's name, and of a path such as `emails.type` behind its URN. */
export const maxAttributeNameLength = 100;
/** Characters of a URN. */
export const maxNamespaceLength = 200;
/** Values that one attribute may have, where they are listed. */
export const maxCanonicalValues = 100;
/** Characters of a listed value and of a default. */
export const maxValueLength = 500;

/** Attributes that are set on create only. */
export const maxCreateOnly = 100;
export const maxConstraints = 100;
/** Characters of what an administrator is told when a constraint is not met. */
export const maxMessageLength = 500;
export const maxProfiles = 100;
export const maxRules = 200;
/** Characters of a filter in a rule or constraint. Each is evaluated with each user that is written. */
export const maxConditionLength = 4000;
/** Groups that give a role. */
export const maxRoles = 1000;
/** Characters of the name of a profile, a storage, a group or a role. */
export const maxLabelLength = 200;

export const maxSizeGb = 1_000_000_000;
export const maxSeats = 10_000_000;
export const maxKeepDays = 3650;
/** Changes that the brake may count before it engages. */
export const maxBrakeChanges = 1_000_000;
export const maxBrakeMinutes = 1440;

/** Characters of the pattern of user names. */
export const maxPatternLength = 200;
/** Repetitions that a pattern may count: `{1,1000}`. */
export const maxPatternRepetitions = 1000;
/** States of the matcher. A name of 512 characters then costs half a million steps at the very most. */
export const maxPatternStates = 1000;
/** Characters that are replaced in user names, and of what stands for each. */
export const maxReplacedCharacters = 100;
export const maxReplacementLength = 10;
