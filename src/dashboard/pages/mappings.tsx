// `…/mappings`: what becomes of whom the identity provider sends: profiles, rules, roles, attributes, constraints and
// the like, to read; each is edited on a page of its own (`mappings/edit`). And how far the judging of all users is.

import { Hono } from 'hono';
import { settingsOf } from '../../policy/settings.ts';
import { type TenantEnv, tenantPath } from '../context.ts';
import { show } from '../layout.tsx';
import { Notice } from '../parts/notice.tsx';
import { findWaiting, Waiting } from '../parts/waiting.tsx';
import type { DashboardPorts } from '../ports.ts';
import { editRoutes } from './mappings/edit.tsx';
import { historyRoutes } from './mappings/history.tsx';
import { listSections } from './mappings/list-sections.ts';
import { Overview } from './mappings/overview.tsx';
import { Progress } from './mappings/progress.tsx';
import { refusedRoutes } from './mappings/refused.tsx';
import { singleSections } from './mappings/single-sections.ts';
import { suggestionRoutes } from './mappings/suggestions.tsx';

export function mappingsRoutes(ports: DashboardPorts): Hono<TenantEnv> {
  const app = new Hono<TenantEnv>();

  app.get('/mappings', async (context) => {
    const { tenant, entry, now } = context.var;
    const [progress, waits] = await Promise.all([
      ports.reevaluation.progress(tenant.id),
      findWaiting(ports, tenant),
    ]);
    const done = notices.find(([name]) => name === context.req.query('notice'))?.[1];
    return show(
      context,
      { title: 'Mappings', current: 'mappings' },
      <>
        {done && <Notice tone="good">{done}</Notice>}
        <Waiting tenant={tenant} waits={waits} />
        {progress && <Progress tenant={tenant} progress={progress} now={now} />}
        <Overview
          tenant={tenant}
          settings={settingsOf(tenant.settings)}
          isViewer={entry.session.role === 'viewer'}
        />
        <p>
          <a href={tenantPath(tenant, 'mappings/history')}>Earlier versions, and undo</a> ·{' '}
          <a href={tenantPath(tenant, 'mappings/suggestions')}>Suggestions</a> ·{' '}
          <a href={tenantPath(tenant, 'mappings/refused')}>Refused people</a>
        </p>
      </>,
    );
  });

  /** The same section alone, which the script asks for again and again. */
  app.get('/mappings/progress', async (context) => {
    const { tenant, now } = context.var;
    const progress = await ports.reevaluation.progress(tenant.id);
    return show(
      context,
      { title: 'Progress', current: 'mappings' },
      progress ? (
        <Progress tenant={tenant} progress={progress} now={now} />
      ) : (
        <p>There is none at present.</p>
      ),
    );
  });

  app.route('/', historyRoutes(ports));
  app.route('/', suggestionRoutes(ports));
  app.route('/', refusedRoutes(ports));
  for (const section of [...listSections, ...singleSections]) app.route('/', editRoutes(ports, section));

  return app;
}

const notices = [
  ['saved', 'Saved. Where the change reaches people who are there already, they are judged anew now.'],
  ['same', 'Nothing was changed: everything is as it was.'],
  ['undone', 'The last change is taken back. People are judged anew where it reached them.'],
] as const;
