// `…/mappings/history`: the versions of the settings, who made each and what differs, and the way back to the one
// before.

import { Hono } from 'hono';
import { saveSettings } from '../../../administration/settings.ts';
import { storedSettingsSchema } from '../../../policy/settings.ts';
import { settingsInAudit } from '../../../tenancy/audit.ts';
import type { SettingsVersion } from '../../../tenancy/tenant.ts';
import { authorOf, type TenantEnv, tenantPath } from '../../context.ts';
import { show } from '../../layout.tsx';
import { shortListLimit } from '../../limits.ts';
import { PostForm } from '../../parts/form.tsx';
import { Pager } from '../../parts/list.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Notice } from '../../parts/notice.tsx';
import { Wide } from '../../parts/wide.tsx';
import type { DashboardPorts } from '../../ports.ts';
import { cursorIn } from '../../query.ts';
import { ActorName } from '../../words.tsx';

export function historyRoutes(ports: DashboardPorts): Hono<TenantEnv> {
  const app = new Hono<TenantEnv>();

  app.get('/mappings/history', async (context) => {
    const { tenant, entry, now } = context.var;
    const before = Number(cursorIn(context, /^\d{1,15}$/)?.[0] ?? Number.MAX_SAFE_INTEGER);
    const { versions, isLast } = await ports.tenants.settingsVersions(tenant.id, before, shortListLimit);
    const refusal = refusals.find(([name]) => name === context.req.query('notice'))?.[1];
    const mayUndo = entry.session.role !== 'viewer' && versions[0]?.version === tenant.settingsVersion;
    return show(
      context,
      { title: 'Earlier versions', current: 'mappings' },
      <>
        <p class="aside">
          <a href={tenantPath(tenant, 'mappings')}>Mappings</a> · every change of the settings is a version.
        </p>
        {refusal && <Notice tone="bad">{refusal}</Notice>}
        {mayUndo && versions.length > 1 && (
          <details>
            <summary>Take the last change back</summary>
            <p>
              The settings become what they were in version {versions[1]?.version}, as a new version. Doing it
              twice is back where it began. People whom it reaches are judged anew.
            </p>
            <PostForm action={tenantPath(tenant, 'mappings/undo')}>
              <input type="hidden" name="version" value={String(tenant.settingsVersion)} />
              <button type="submit">Take version {tenant.settingsVersion} back</button>
            </PostForm>
          </details>
        )}
        <Wide label="Versions">
          <table>
            <thead>
              <tr>
                <th scope="col">Version</th>
                <th scope="col">When</th>
                <th scope="col">By</th>
                <th scope="col">Changed</th>
              </tr>
            </thead>
            <tbody>
              {versions.map((version, index) => (
                <tr>
                  <th scope="row">{version.version}</th>
                  <td>
                    <Moment at={version.changedAt} now={now} />
                  </td>
                  <td>
                    <ActorName actor={version.changedBy} />
                  </td>
                  <td>{changedIn(version, versions[index + 1])}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Wide>
        <Pager
          action={tenantPath(tenant, 'mappings/history')}
          query={{ after: context.req.query('after') }}
          next={isLast ? null : String(versions.at(-1)?.version)}
          words="Earlier versions"
        />
      </>,
    );
  });

  app.post('/mappings/undo', async (context) => {
    const { tenant, form } = context.var;
    const back = (notice: string) =>
      context.redirect(tenantPath(tenant, `mappings/history?notice=${notice}`), 303);
    if (form.get('version') !== String(tenant.settingsVersion)) return back('overtaken');
    const { versions } = await ports.tenants.settingsVersions(tenant.id, tenant.settingsVersion, 1);
    const [before] = versions;
    if (!before) return back('nothing');
    // What a version holds was valid when it was set, by the rules of its time.
    if (!storedSettingsSchema.safeParse(before.settings).success) return back('invalid');
    const isSaved = await saveSettings(
      ports,
      tenant,
      before.settings,
      'settings.undone',
      authorOf(context.var),
    );
    return isSaved ? context.redirect(tenantPath(tenant, 'mappings?notice=undone'), 303) : back('overtaken');
  });

  return app;
}

const refusals = [
  ['overtaken', 'The settings were changed in the meantime. Nothing was taken back: look at the list again.'],
  ['nothing', 'There is nothing to take back: no earlier version is kept.'],
  ['invalid', 'The version before is no longer valid by the rules of today. Change the settings by hand.'],
] as const;

function changedIn(version: SettingsVersion, before: SettingsVersion | undefined): string {
  if (!before) return '';
  const { before: was, after: is } = settingsInAudit(before, version);
  const names = [was, is].flatMap((half) => [...Object.keys(half.settings), ...(half.omitted ?? [])]);
  return [...new Set(names)].join(', ');
}
