// Which names of a request are names of something that the tenant keeps. Two declarations are asked: that by which
// users are shown, and that by which requests are read, which knows more; a name must mean the same in both.

import type { Leniencies } from '../scim/leniency.ts';
import { resolveKey } from '../scim/resource/keys.ts';
import type { Schema } from '../scim/schema/attribute.ts';
import { type AttributePath, pathName, resolvePath, resolveSchema } from '../scim/schema/path.ts';
import type { StoredType } from '../scim/schema/resource-type.ts';

/** A type as the tenant declares it, twice (`policy/declared.ts`). */
export interface Declarations {
  readonly shown: StoredType;
  readonly reading: StoredType;
}

/** `kept`: its values may be recorded. `never`: declared, and its values stay nowhere. Undefined: nobody declared it. */
export type Meaning =
  | { readonly kind: 'kept'; readonly path: AttributePath }
  | { readonly kind: 'never'; readonly name: string };

/** Of a name in a filter, a PATCH path or a list of attributes. */
export function meaningOf({ shown, reading }: Declarations, text: string): Meaning | undefined {
  return agreed(resolvePath(shown, text), resolvePath(reading, text));
}

/** Of a key in a body, or inside the object of an extension. */
export function meaningOfKey(
  { shown, reading }: Declarations,
  key: string,
  leniencies: Leniencies,
  holder: Schema | undefined,
): Meaning | undefined {
  return agreed(resolveKey(shown, key, leniencies, holder), resolveKey(reading, key, leniencies, holder));
}

/** The schema whose URN the key is. */
export function schemaOf({ shown }: Declarations, key: string): Schema | undefined {
  return resolveSchema(shown, key);
}

function agreed(shown: AttributePath | undefined, read: AttributePath | undefined): Meaning | undefined {
  if (!shown || !read || pathName(shown) !== pathName(read)) return undefined;
  const { attribute, subAttribute } = shown;
  const isNever = attribute.returned === 'never' || subAttribute?.returned === 'never';
  return isNever ? { kind: 'never', name: pathName(shown) } : { kind: 'kept', path: shown };
}
