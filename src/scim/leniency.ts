// The named list of clients' habits that the RFCs do not ask for and that are honoured nevertheless. A tenant
// switches each off by its name (settings, `leniency`); then the strict error is answered. They travel as an
// argument, never as a global.

export const leniencies = {
  /** Entra: `"active": "False"`, `roles[primary eq "True"]`. */
  stringBooleans: 'a boolean may be written as a string, in any case',
  /** `userName eq 5`, `"employeeNumber": 17`. */
  numbersAsText: 'a number is taken as text where a string is declared',
  /** RFC 7644's own `meta.lastModified gt 2011-…` example, Microsoft's collection. */
  unquotedOperands: 'the operand of a filter may stand without quotation marks',
  /** Clients that do not escape: `userName eq "DOMAIN\ann"`. */
  loneBackslash: 'a backslash before a sign that needs no escape stands for itself',
  /** Entra without its flag: `"op": "Replace"`. */
  anyCaseOperations: 'the `op` of a PATCH may be written in any case',
  /** Okta [?]: a PATCH message without `schemas`. */
  patchWithoutSchemas: 'a PATCH message may lack `schemas`',
  /** Okta: `{"op":"replace","value":{"id":"…","displayName":"…"}}`. */
  readOnlyInValue: 'read-only attributes inside the value of a PATCH without path are ignored',
  /** Entra with its flag: `"value": {"name.givenName": "Ann", "urn:…:User:department": "R&D"}`. */
  pathKeys: 'the keys of a PATCH value without path may be paths',
  /** Entra: `replace` on `emails[type eq "work"].value` where there is no work e-mail yet. */
  createOnReplace: 'replace on a value path that matches nothing creates the element',
  /** Entra, JumpCloud, authentik: `{"op":"remove","path":"members","value":[{"value":"…"}]}`. */
  removeListedValues: 'remove with a value removes only what is listed',
  /** Entra: `"manager": "26118915-…"`; Microsoft's collection: members as bare strings. */
  bareValues: 'a bare value is taken for the `value` of a complex one',
  /** OneLogin: `"emails": {"value": "…"}`. */
  singleForList: 'a single value is taken for a list of one',
  /** Entra clears attributes by `""`. */
  emptyStringClears: 'an empty string means "no value"',
  /** Microsoft's collection: `attributes=emails[type eq "work"]`. */
  bracketsInAttributes: 'a bracket in `attributes` is cut off',
  /** Never on by default: members that nobody knows are skipped and reported instead of refused. */
  skipUnknownMembers: 'members that are not known are skipped',
} as const;

export type LeniencyName = keyof typeof leniencies;
export type Leniencies = ReadonlySet<LeniencyName>;

export const leniencyNames = Object.keys(leniencies) as readonly LeniencyName[];

/** All but `skipUnknownMembers`. */
export const defaultLeniencies: Leniencies = new Set(
  leniencyNames.filter((name) => name !== 'skipUnknownMembers'),
);
