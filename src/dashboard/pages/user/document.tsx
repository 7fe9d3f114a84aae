// What the identity provider says of a person: as a table of names and values, and as the raw document.

import { settingsOf } from '../../../policy/settings.ts';
import type { JsonObject } from '../../../scim/resource/value.ts';
import type { Tenant } from '../../../tenancy/tenant.ts';
import { maxRawLength, maxShownAttributes } from '../../limits.ts';
import { Foreign } from '../../parts/foreign.tsx';
import { RawJson } from '../../parts/raw-json.tsx';

interface Props {
  readonly document: JsonObject;
}

export function Attributes({ document, tenant }: Props & { readonly tenant: Tenant }) {
  const rows = rowsOf(document);
  const createOnly = settingsOf(tenant.settings).createOnly.map((name) => name.toLowerCase());
  return (
    <section>
      <h2>Attributes</h2>
      <div class="wide">
        <table>
          <tbody>
            {rows.slice(0, maxShownAttributes).map(([name, value]) => (
              <tr>
                <th scope="row">
                  <Foreign text={name} />
                  {createOnly.includes(name.toLowerCase()) && (
                    <small class="under">set when created; later changes are ignored</small>
                  )}
                </th>
                <td>
                  <Foreign text={value} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > maxShownAttributes && <p class="aside">The raw document has the rest.</p>}
    </section>
  );
}

export function Raw({ document }: Props) {
  return (
    <section>
      <h2>Raw</h2>
      <details>
        <summary>The SCIM document</summary>
        <RawJson value={document} maxLength={maxRawLength} />
        {JSON.stringify(document, undefined, 2).length > maxRawLength && (
          <p class="aside">Only its beginning is shown. The API has the whole of it.</p>
        )}
      </details>
    </section>
  );
}

/** What is told elsewhere on the page, or is nobody's to read. */
const elsewhere = ['schemas', 'id', 'meta', 'groups'];

function rowsOf(document: JsonObject): readonly (readonly [string, string])[] {
  return Object.entries(document)
    .filter(([name]) => !elsewhere.includes(name))
    .flatMap(([name, value]): readonly (readonly [string, string])[] => {
      if (!isRecord(value)) return [[name, wordsOf(value)]];
      const prefix = name.startsWith('urn:') ? '' : `${name}.`;
      return Object.entries(value).map(([part, inner]) => [`${prefix}${part}`, wordsOf(inner)] as const);
    });
}

function wordsOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(wordsOf).join('; ');
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (!isRecord(value)) return JSON.stringify(value ?? '');
  const { value: main, type, primary, ...others } = value;
  const notes = [type, primary === true ? 'primary' : undefined].filter((note) => note !== undefined);
  const texts = main === undefined ? Object.values(others).map(wordsOf) : [wordsOf(main)];
  return `${texts.join(', ')}${notes.length > 0 ? ` (${notes.map(wordsOf).join(', ')})` : ''}`;
}

const isRecord = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
