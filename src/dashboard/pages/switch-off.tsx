// `…/switch-off`: what to take along first, and three ways to end what the identity provider does here: keep, freeze,
// remove. Turning provisioning on again is on the set-up page.

import { type Context, Hono } from 'hono';
import { freezeAccounts } from '../../administration/freeze.ts';
import { changeSettings } from '../../administration/settings.ts';
import { settingsOf } from '../../policy/settings.ts';
import { authorOf, type TenantEnv, tenantPath } from '../context.ts';
import { requireRecentEntry } from '../entry.ts';
import { show } from '../layout.tsx';
import { maxSearchLength, typedAbove } from '../limits.ts';
import { Notice } from '../parts/notice.tsx';
import type { DashboardPorts } from '../ports.ts';
import { notFound, settingsRefusal } from '../refusal.ts';
import { removeTenantRoutes } from './remove-tenant.tsx';
import { Freeze, Keep, type Mistyped, Remove } from './switch-off/choices.tsx';
import { exportRoutes } from './switch-off/export.ts';
import { Progress } from './switch-off/progress.tsx';

const notices: Readonly<Record<string, string>> = {
  kept: 'Provisioning is off. Everybody keeps their access.',
  on: 'Provisioning is on.',
};

export function switchOffRoutes(ports: DashboardPorts): Hono<TenantEnv> {
  const app = new Hono<TenantEnv>();

  app.get('/switch-off', (context) => showSwitchOff(context, ports));

  app.post('/switch-off/keep', async (context) => {
    const { tenant, entry } = context.var;
    const path = tenantPath(tenant, 'switch-off');
    requireRecentEntry(entry, path);
    const outcome = await changeSettings(ports, tenant.slug, { enabled: false }, authorOf(context.var));
    if (outcome.kind === 'missing') throw notFound();
    if (outcome.kind !== 'saved') throw settingsRefusal(outcome);
    return context.redirect(`${path}?notice=kept`, 303);
  });

  app.post('/switch-off/freeze', async (context) => {
    const { tenant, entry, form } = context.var;
    const path = tenantPath(tenant, 'switch-off');
    requireRecentEntry(entry, path);
    const typed = (form.get('accounts') ?? '').trim().slice(0, maxSearchLength);
    const error = confirmationError(typed, tenant.seatsTaken);
    if (error) return showSwitchOff(context, ports, { typed, error });
    const outcome = await freezeAccounts(ports, tenant.slug, authorOf(context.var));
    if (outcome.kind === 'missing') throw notFound();
    if (outcome.kind === 'overtaken') throw settingsRefusal(outcome);
    return context.redirect(`${path}#freeze`, 303);
  });

  /** The same section alone, which the script asks for again and again. */
  app.get('/switch-off/progress', async (context) => {
    const { tenant, entry, now } = context.var;
    const progress = await ports.freezes.progress(tenant.id);
    const isViewer = entry.session.role === 'viewer';
    return show(
      context,
      { title: 'Progress', current: 'switch-off' },
      progress ? (
        <Progress tenant={tenant} progress={progress} isViewer={isViewer} now={now} />
      ) : (
        <p>Accounts were never frozen here.</p>
      ),
    );
  });

  app.route('/', exportRoutes(ports));
  app.route('/', removeTenantRoutes(ports));
  return app;
}

/** Few accounts are frozen without it. The number is that of the moment: requests go on until then. */
function confirmationError(typed: string, active: number): string | undefined {
  if (active <= typedAbove || typed.replace(/[\s.,’']/g, '') === String(active)) return undefined;
  return `There are ${active} active accounts at present. Type this number. Nothing was frozen.`;
}

async function showSwitchOff(context: Context<TenantEnv>, ports: DashboardPorts, mistyped?: Mistyped) {
  const { tenant, entry, now } = context.var;
  const { enabled: isOn } = settingsOf(tenant.settings);
  const progress = await ports.freezes.progress(tenant.id);
  const isViewer = entry.session.role === 'viewer';
  const notice = notices[context.req.query('notice') ?? ''];
  const choice = { tenant, entry, isOn, freeze: progress };
  return show(
    context,
    { title: 'Switch off', current: 'switch-off', status: mistyped ? 422 : 200 },
    <>
      {notice && <Notice tone="good">{notice}</Notice>}
      {progress && <Progress tenant={tenant} progress={progress} isViewer={isViewer} now={now} />}
      <section>
        <h2>Take the accounts along first</h2>
        <ul>
          <li>
            <a href={tenantPath(tenant, 'report.csv')}>Accounts as CSV</a>: the list of the report, for a
            spreadsheet.
          </li>
          {!isViewer && (
            <li>
              <a href={tenantPath(tenant, 'switch-off/directory.jsonl')}>The whole directory</a>: people,
              groups with their members, and accounts, one JSON document on each line, for programs.
            </li>
          )}
        </ul>
      </section>
      <Keep {...choice} />
      <Freeze {...choice} mistyped={mistyped} />
      <Remove {...choice} />
    </>,
  );
}
