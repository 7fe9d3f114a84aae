// `…/remove`: the end of a tenant, for operators: what goes, what to take along before, and the slug to be typed, so
// that nobody ends the wrong one. What keeps everything is on the page `switch-off`.

import { type Context, Hono } from 'hono';
import { authorOf, type TenantEnv, tenantPath } from '../context.ts';
import { requireOperator, requireRecentEntry } from '../entry.ts';
import { show } from '../layout.tsx';
import { Foreign, titleOf } from '../parts/foreign.tsx';
import { Field, PostForm } from '../parts/form.tsx';
import { ComeInAgain } from '../parts/recent.tsx';
import type { DashboardPorts } from '../ports.ts';
import { notFound } from '../refusal.ts';

export function removeTenantRoutes(ports: DashboardPorts): Hono<TenantEnv> {
  const app = new Hono<TenantEnv>();
  app.use('/remove', requireOperator);

  app.get('/remove', (context) => showRemoval(context));

  app.post('/remove', async (context) => {
    const { tenant, entry, form } = context.var;
    requireRecentEntry(entry, tenantPath(tenant, 'remove'));
    const typed = (form.get('slug') ?? '').trim();
    if (typed !== tenant.slug) return showRemoval(context, typed);
    if (!(await ports.tenants.remove(tenant.slug, authorOf(context.var)))) throw notFound();
    return context.redirect('/dashboard?notice=removed', 303);
  });

  return app;
}

/** `typed`: instead of the slug. */
function showRemoval(context: Context<TenantEnv>, typed?: string) {
  const { tenant, entry } = context.var;
  const path = tenantPath(tenant, 'remove');
  return show(
    context,
    {
      title: `Remove ${titleOf(tenant.name)}`,
      current: 'switch-off',
      status: typed === undefined ? 200 : 422,
    },
    <>
      <p>
        To keep everything and only stop the identity provider, or everybody's access,{' '}
        <a href={tenantPath(tenant, 'switch-off')}>switch off</a> instead.
      </p>
      <ul>
        <li>
          The URL and all tokens, links and API keys of <Foreign text={tenant.name} /> stop working at once.
        </li>
        <li>
          People ({tenant.users.toLocaleString('en')}), groups ({tenant.groups.toLocaleString('en')}), their
          accounts, the events and the audit are erased after seven days. Your application is told nothing and
          removes nobody by itself.
        </li>
        <li>
          It cannot be taken back here. Until then the slug <code>{tenant.slug}</code> stays taken.
        </li>
      </ul>
      <p>
        Take the accounts along first: <a href={tenantPath(tenant, 'report.csv')}>as CSV</a>, or{' '}
        <a href={tenantPath(tenant, 'switch-off/directory.jsonl')}>the whole directory</a>.
      </p>
      {entry.isRecent ? (
        <PostForm action={path}>
          <div class="narrow">
            <Field
              name="slug"
              label={
                <>
                  Type <code>{tenant.slug}</code> to confirm
                </>
              }
              value={typed}
              error={typed === undefined ? undefined : `This is not ${tenant.slug}. Nothing was removed.`}
              autocomplete="off"
              required
            />
          </div>
          <button type="submit" class="danger">
            Remove this tenant
          </button>
        </PostForm>
      ) : (
        <ComeInAgain entry={entry} to="remove the tenant" path={path} />
      )}
    </>,
  );
}
