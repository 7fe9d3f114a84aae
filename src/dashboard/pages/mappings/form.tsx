// A form of settings: its rows, each field with what is wrong with it, and the two buttons: look first, or save.

import type { Settings } from '../../../policy/settings.ts';
import type { Tenant } from '../../../tenancy/tenant.ts';
import { tenantPath } from '../../context.ts';
import { rowsPerForm } from '../../limits.ts';
import { Foreign } from '../../parts/foreign.tsx';
import { PostForm } from '../../parts/form.tsx';
import { Notice } from '../../parts/notice.tsx';
import { addressOf } from '../../query.ts';
import { Cell } from './cell.tsx';
import type { Draft } from './draft.ts';
import type { Section } from './section.ts';

interface Props {
  readonly section: Section;
  readonly tenant: Tenant;
  readonly settings: Settings;
  readonly draft: Draft;
  readonly isViewer: boolean;
}

export function SettingsForm(props: Props) {
  const { section, tenant, draft, isViewer } = props;
  const action = tenantPath(tenant, `mappings/${section.path}`);
  return (
    <>
      {(draft.errors.size > 0 || draft.others.length > 0) && (
        <Notice tone="bad">
          <p>Nothing was saved: some values are not valid. What is wrong stands beside them.</p>
          <ul>
            {draft.others.map(({ pointer, detail }) => (
              <li>
                <code>
                  <Foreign text={pointer} />
                </code>{' '}
                <Foreign text={detail} />
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <div id={isViewer ? undefined : 'checked'}>
        <PostForm action={action}>
          <fieldset disabled={isViewer}>
            <input type="hidden" name="version" value={String(tenant.settingsVersion)} />
            <input type="hidden" name="rows" value={String(draft.rows.length)} />
            <input type="hidden" name="start" value={String(draft.start)} />
            {draft.rows.map((_, row) => (
              <Row {...props} row={row} />
            ))}
            <input type="hidden" name="end" value="" />
            {!isViewer && (
              <p>
                <button type="submit" name="act" value="preview">
                  Preview
                </button>{' '}
                <button type="submit" name="act" value="save" class="quiet">
                  Save
                </button>
              </p>
            )}
          </fieldset>
        </PostForm>
      </div>
      {section.kind === 'list' && <Windows action={action} start={draft.start} count={lengthOf(props)} />}
    </>
  );
}

const lengthOf = ({ section, settings }: Props) =>
  section.kind === 'list' ? settings[section.key].length : 0;

function Row({ section, settings, draft, row }: Props & { readonly row: number }) {
  const fields = draft.rows[row] ?? {};
  const isNew = row >= draft.count;
  const cells = section.columns.map((column) => (
    <Cell
      column={column}
      settings={settings}
      name={`${row}.${column.name}`}
      value={fields[column.name] ?? ''}
      error={draft.errors.get(`${row}.${column.name}`)}
    />
  ));
  if (section.kind === 'single') return <div class="narrow">{cells}</div>;
  return (
    <fieldset class="entry">
      <legend>{isNew ? `New ${section.noun}` : `${capital(section.noun)} ${draft.start + row + 1}`}</legend>
      {cells}
      {section.isOrdered && (
        <Cell
          column={{ name: 'position', label: 'Place', kind: 'number' }}
          settings={settings}
          name={`${row}.position`}
          value={fields['position'] ?? ''}
          error={undefined}
        />
      )}
      {!isNew && (
        <Cell
          column={{ name: 'remove', label: 'Remove', kind: 'checkbox' }}
          settings={settings}
          name={`${row}.remove`}
          value={fields['remove'] ?? ''}
          error={undefined}
        />
      )}
    </fieldset>
  );
}

const capital = (word: string) => word.slice(0, 1).toUpperCase() + word.slice(1);

/** A long list is edited a part at a time. */
function Windows({
  action,
  start,
  count,
}: {
  readonly action: string;
  readonly start: number;
  readonly count: number;
}) {
  if (count <= rowsPerForm) return null;
  return (
    <p class="pager">
      {start > 0 && (
        <a href={addressOf(action, { start: String(Math.max(0, start - rowsPerForm)) })}>The ones before</a>
      )}
      {start + rowsPerForm < count && (
        <a href={addressOf(action, { start: String(start + rowsPerForm) })}>The next ones</a>
      )}
    </p>
  );
}
