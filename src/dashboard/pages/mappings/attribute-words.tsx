// A custom attribute as a sentence: what it may be, where it comes from when it is not sent, what becomes of it.

import type { Settings } from '../../../policy/settings.ts';
import { Foreign } from '../../parts/foreign.tsx';

/** Values that are named before the rest is counted. */
const shownValues = 5;

export function AttributeWords({ attribute }: { readonly attribute: Settings['attributes'][number] }) {
  const { name, type, required, store, canonicalValues, defaultFrom } = attribute;
  const values = canonicalValues?.slice(0, shownValues).join(', ');
  const more = (canonicalValues?.length ?? 0) - shownValues;
  return (
    <>
      <strong>
        <Foreign text={name} />
      </strong>{' '}
      ({type}
      {required && ', required'}, {store ? 'kept' : 'for rules only'})
      {values && (
        <>
          : <Foreign text={values} />
          {more > 0 && ` and ${more} more`}
        </>
      )}
      {attribute.default !== null && (
        <>
          ; <Foreign text={String(attribute.default)} /> when absent
        </>
      )}
      {defaultFrom !== null && (
        <>
          ; the value of <Foreign text={defaultFrom} /> when absent
        </>
      )}
    </>
  );
}
