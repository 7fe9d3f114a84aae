// `…/access`: who comes into a tenant's pages: links that can still be used, and visits that go on. The vendor makes
// links and ends both; everybody else may look.

import { type Context, Hono } from 'hono';
import { makePortalLink, newPortalLink } from '../../administration/portal-links.ts';
import { authorOf, originOf, type TenantEnv, tenantPath } from '../context.ts';
import { show } from '../layout.tsx';
import { listLimit } from '../limits.ts';
import { Copyable } from '../parts/copyable.tsx';
import { Foreign } from '../parts/foreign.tsx';
import { PostForm, Select } from '../parts/form.tsx';
import { Moment } from '../parts/moment.tsx';
import { Notice } from '../parts/notice.tsx';
import type { DashboardPorts } from '../ports.ts';
import { notFound, Refusal } from '../refusal.ts';

const roleOptions = [
  { value: 'administrator', text: 'Administrator: sees and changes everything' },
  { value: 'viewer', text: 'Viewer: sees everything, changes nothing' },
];

/** In hours, as the form sends them. */
const lifetimes = [
  { value: '1', text: 'An hour' },
  { value: '24', text: 'A day' },
  { value: '72', text: 'Three days' },
  { value: '168', text: 'A week' },
];

const notices: Readonly<Record<string, string>> = {
  cancelled: 'The link is cancelled.',
  ended: 'The visit is ended.',
};

type Link = Awaited<ReturnType<typeof makePortalLink>>;

export function accessRoutes(ports: DashboardPorts): Hono<TenantEnv> {
  const app = new Hono<TenantEnv>();

  app.get('/access', (context) => showAccess(context, ports));

  app.post('/access', async (context) => {
    requireVendor(context);
    const { tenant, form } = context.var;
    const wish = newPortalLink.safeParse({
      role: form.get('role'),
      expiresInHours: Number(form.get('hours')),
    });
    if (!wish.success) {
      throw new Refusal(400, 'The form could not be read', 'Choose a role and a time from the lists.');
    }
    const origin = originOf(ports, context);
    return showAccess(
      context,
      ports,
      await makePortalLink(ports, tenant.id, wish.data, origin, authorOf(context.var)),
    );
  });

  app.post('/access/links/:id/cancel', async (context) => {
    requireVendor(context);
    const { tenant } = context.var;
    const id = context.req.param('id');
    if (!(await ports.portalLinks.cancel(tenant.id, id, authorOf(context.var)))) throw notFound();
    return context.redirect(tenantPath(tenant, 'access?notice=cancelled'), 303);
  });

  app.post('/access/visits/:id/end', async (context) => {
    requireVendor(context);
    const { tenant } = context.var;
    const id = context.req.param('id');
    if (!(await ports.sessions.end(id, tenant.id, authorOf(context.var)))) throw notFound();
    return context.redirect(tenantPath(tenant, 'access?notice=ended'), 303);
  });

  return app;
}

/** 403 for those who came by a link. */
function requireVendor(context: Context<TenantEnv>): void {
  if (context.var.entry.session.kind === 'operator') return;
  throw new Refusal(
    403,
    'Only your software vendor does that',
    'Ask the vendor for a link, or to end a visit. Nothing was changed.',
  );
}

async function showAccess(context: Context<TenantEnv>, ports: DashboardPorts, made?: Link) {
  const { tenant, entry, now } = context.var;
  const moment = new Date(now).toISOString();
  const [links, visits] = await Promise.all([
    ports.portalLinks.ofTenant(tenant.id, moment, listLimit),
    ports.sessions.ofTenant(tenant.id, moment, listLimit),
  ]);
  const isVendor = entry.session.kind === 'operator';
  const path = tenantPath(tenant, 'access');
  const notice = notices[context.req.query('notice') ?? ''];
  return show(
    context,
    { title: 'Access', current: 'access' },
    <>
      {notice && <Notice tone="good">{notice}</Notice>}
      {made && (
        <Notice tone="attention">
          <p>
            <strong>The new link.</strong> Send it to the administrator now: you will not see it again. It
            works once, until <Moment at={made.expiresAt} now={now} />.
          </p>
          <Copyable id="new-link" text={made.url} name="the link" />
        </Notice>
      )}
      <p>
        <Foreign text={tenant.name} />
        's own administrators come in by a link that the software vendor makes for each of them.
      </p>
      {isVendor && (
        <section>
          <h2>Make a link</h2>
          <PostForm action={path}>
            <div class="narrow">
              <Select name="role" label="For" value="administrator" options={roleOptions} />
              <Select name="hours" label="Can be used within" value="24" options={lifetimes} />
            </div>
            <button type="submit">Make link</button>
          </PostForm>
        </section>
      )}
      <section>
        <h2>Links that nobody has used yet</h2>
        {links.length === 0 && <p class="aside">There is none.</p>}
        <ul class="plain">
          {links.map(({ id, role, createdAt, expiresAt }) => (
            <li class="line">
              <span>
                <b>{role === 'viewer' ? 'Viewer' : 'Administrator'}</b>, made{' '}
                <Moment at={createdAt} now={now} />, ends <Moment at={expiresAt} now={now} />
              </span>
              {isVendor && (
                <PostForm action={`${path}/links/${id}/cancel`}>
                  <button type="submit" class="quiet">
                    Cancel link
                  </button>
                </PostForm>
              )}
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h2>Who is in now</h2>
        {visits.length === 0 && <p class="aside">Nobody who came by a link.</p>}
        <ul class="plain">
          {visits.map(({ id, role, enteredAt, lastSeenAt }) => (
            <li class="line">
              <span>
                <b>{role === 'viewer' ? 'Viewer' : 'Administrator'}</b>
                {id === entry.session.id && ' (you)'}, came <Moment at={enteredAt} now={now} />, last seen{' '}
                <Moment at={lastSeenAt} now={now} />
              </span>
              {isVendor && (
                <PostForm action={`${path}/visits/${id}/end`}>
                  <button type="submit" class="quiet">
                    End visit
                  </button>
                </PostForm>
              )}
            </li>
          ))}
        </ul>
      </section>
    </>,
  );
}
