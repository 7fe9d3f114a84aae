// The characteristics of an attribute, in RFC 7643's words (§2.2, §7), and the one way to declare one:
// what a declaration leaves out has the default that the RFC gives. A declared record is at the same time
// its own entry in the answer of `/Schemas`.

export type AttributeType =
  | 'string'
  | 'boolean'
  | 'decimal'
  | 'integer'
  | 'dateTime'
  | 'binary'
  | 'reference'
  | 'complex';
export type Mutability = 'readOnly' | 'readWrite' | 'immutable' | 'writeOnly';
export type Returned = 'always' | 'never' | 'default' | 'request';
export type Uniqueness = 'none' | 'server' | 'global';

export interface Attribute {
  readonly name: string;
  readonly type: AttributeType;
  readonly multiValued: boolean;
  readonly description: string;
  readonly required: boolean;
  readonly canonicalValues?: readonly string[];
  readonly caseExact: boolean;
  readonly mutability: Mutability;
  readonly returned: Returned;
  readonly uniqueness: Uniqueness;
  readonly referenceTypes?: readonly string[];
  readonly subAttributes?: readonly Attribute[];
}

/** A schema as `/Schemas` shows it (RFC 7643 §7), `meta` apart. `id` is its URN. */
export interface Schema {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly attributes: readonly Attribute[];
}

type Characteristics = Partial<Omit<Attribute, 'name' | 'description'>>;

/** Declares one attribute; the rest is RFC 7643 §2.2's defaults. References are case-exact (§2.3.7), as is binary (§2.3.6). */
export function attribute(
  name: string,
  description: string,
  characteristics: Characteristics = {},
): Attribute {
  const type = characteristics.type ?? (characteristics.subAttributes ? 'complex' : 'string');
  return {
    name,
    type,
    multiValued: false,
    description,
    required: false,
    caseExact: type === 'reference' || type === 'binary',
    mutability: 'readWrite',
    returned: 'default',
    uniqueness: 'none',
    ...characteristics,
  };
}

/** The sub-attribute of that name, in any case; undefined when the attribute has none such. */
export function subAttribute(of: Attribute, name: string): Attribute | undefined {
  const wanted = name.toLowerCase();
  return of.subAttributes?.find((candidate) => candidate.name.toLowerCase() === wanted);
}
