// `…/mappings/{section}`: one part of the settings as a form, checked while somebody types. Preview shows what saving would come to; saving writes a
// new version, unless the settings are others by now.

import { type Context, Hono } from 'hono';
import { saveSettings } from '../../../administration/settings.ts';
import { settingsOf } from '../../../policy/settings.ts';
import { isSame } from '../../../tenancy/audit.ts';
import { authorOf, type TenantEnv, tenantPath } from '../../context.ts';
import { show } from '../../layout.tsx';
import { Notice } from '../../parts/notice.tsx';
import type { DashboardPorts } from '../../ports.ts';
import { Refusal } from '../../refusal.ts';
import { type Draft, draftFrom, draftOf } from './draft.ts';
import { SettingsForm } from './form.tsx';
import { type Outlook, outlookOf } from './outlook.ts';
import { OutlookBox } from './outlook-box.tsx';
import type { Section } from './section.ts';

export function editRoutes(ports: DashboardPorts, section: Section): Hono<TenantEnv> {
  const app = new Hono<TenantEnv>();
  const path = `/mappings/${section.path}` as const;

  app.get(path, (context) => {
    const { tenant } = context.var;
    const start = Number(/^\d{1,4}$/.exec(context.req.query('start') ?? '')?.[0] ?? 0);
    return showForm(context, section, { draft: draftOf(section, settingsOf(tenant.settings), start) });
  });

  app.post(path, async (context) => {
    const { tenant, form, now } = context.var;
    if (form.get('version') !== String(tenant.settingsVersion)) return showOvertaken(context, section);
    const draft = draftFrom(section, tenant, form);
    if (!draft) throw cutOff();
    const { next } = draft;
    // Asked for while somebody types (public/check.js).
    if (form.get('act') === 'check') return showForm(context, section, { draft });
    if (!next) return showForm(context, section, { draft, status: 422 });
    if (form.get('act') !== 'save') {
      const outlook = await outlookOf(ports, tenant, settingsOf(next), now);
      return showForm(context, section, { draft, outlook });
    }
    // What changes nothing is no version that somebody could want back.
    const isUnchanged = isSame(settingsOf(next), settingsOf(tenant.settings));
    if (!isUnchanged) {
      const author = authorOf(context.var);
      const isSaved = await saveSettings(ports, tenant, next, 'settings.changed', author);
      if (!isSaved) return showOvertaken(context, section);
    }
    return context.redirect(tenantPath(tenant, `mappings?notice=${isUnchanged ? 'same' : 'saved'}`), 303);
  });

  return app;

  /** With the settings as they are by now. */
  async function showOvertaken(context: Context<TenantEnv>, overtaken: Section) {
    const found = await ports.tenants.find(context.var.tenant.slug);
    const tenant = { ...context.var.tenant, ...found };
    context.set('tenant', tenant);
    const draft = draftOf(overtaken, settingsOf(tenant.settings), 0);
    return showForm(context, overtaken, { draft, status: 422, isOvertaken: true });
  }
}

const cutOff = () =>
  new Refusal(
    400,
    'The form did not arrive whole',
    'Nothing was saved. Go back, open the page again and make your change once more.',
  );

interface Shown {
  readonly draft: Draft;
  readonly status?: 200 | 422;
  readonly outlook?: Outlook;
  readonly isOvertaken?: true;
}

function showForm(
  context: Context<TenantEnv>,
  section: Section,
  { draft, status, outlook, isOvertaken }: Shown,
) {
  const { tenant, entry } = context.var;
  return show(
    context,
    { title: section.title, current: 'mappings', ...(status && { status }) },
    <>
      <p class="aside">
        <a href={tenantPath(tenant, 'mappings')}>Mappings</a> · {section.advice}
      </p>
      {isOvertaken && (
        <Notice tone="bad">
          The settings have been changed since you opened this page, by somebody else or in another window.
          Nothing was saved. Here is how they are now: make your change again.
        </Notice>
      )}
      {outlook && <OutlookBox outlook={outlook} tenant={tenant} />}
      <SettingsForm
        section={section}
        tenant={tenant}
        settings={settingsOf(draft.next ?? tenant.settings)}
        draft={draft}
        isViewer={entry.session.role === 'viewer'}
      />
    </>,
  );
}
