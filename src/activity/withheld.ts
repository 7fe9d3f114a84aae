// What of a request is not recorded: attributes that the tenant does not keep, by name, and what nobody declared, as
// a number. The values are held only as long as the request's record is made, to keep them out of its other parts.

export interface Withheld {
  /** Declared names of attributes that are sent and never kept, such as `password`. */
  readonly names: Set<string>;
  /** How many values nobody declared, or nobody understands. */
  unknown: number;
  /** Whatever was left out, as it was sent. */
  readonly values: unknown[];
}

export const nothingWithheld = (): Withheld => ({ names: new Set(), unknown: 0, values: [] });

/** The value of an attribute that is declared and not kept. */
export function withholdNamed(withheld: Withheld, name: string, value: unknown): undefined {
  withheld.names.add(name);
  withheld.values.push(value);
}

/** A value of which nobody knows what it is. */
export function withholdUnknown(withheld: Withheld, value: unknown): undefined {
  withheld.unknown++;
  withheld.values.push(value);
}
