// `/portal/{secret}`: a link that the vendor made for a tenant's administrator. Looking at it shows a button and uses
// nothing up, because mail scanners look; pressing the button uses it up and begins a session.

import { Hono } from 'hono';
import { isPortalSecret } from '../../tenancy/portal-link.ts';
import type { Seals } from '../../tenancy/session.ts';
import { hashToken } from '../../tenancy/token.ts';
import { type OpenEnv, tenantPath } from '../context.ts';
import { newSecret, newTimes, takeUp } from '../entry.ts';
import { show } from '../layout.tsx';
import { Foreign, titleOf } from '../parts/foreign.tsx';
import type { DashboardPorts } from '../ports.ts';
import { Refusal } from '../refusal.ts';

export function portalRoutes(ports: DashboardPorts, seals: Seals | undefined): Hono<OpenEnv> {
  const app = new Hono<OpenEnv>();

  app.get('/portal/:secret', async (context) => {
    const secret = context.req.param('secret');
    if (!seals || !isPortalSecret(secret)) throw linkIsOver();
    const found = await ports.portalLinks.find(
      await hashToken(secret),
      new Date(context.var.now).toISOString(),
    );
    if (!found) throw linkIsOver();
    const { tenant, role } = found;
    return show(
      context,
      { title: `Directory settings of ${titleOf(tenant.name)}` },
      <>
        <p>
          {role === 'viewer' ? (
            <>
              Here you see how people and groups come to <Foreign text={tenant.name} /> from your identity
              provider. You can look at everything and change nothing.
            </>
          ) : (
            <>
              Here you connect <Foreign text={tenant.name} /> to your identity provider (Okta, Entra ID or
              another) and see who comes in.
            </>
          )}
        </p>
        <form method="post" action={`/portal/${secret}`}>
          <button type="submit">
            Open <Foreign text={tenant.name} />
            's directory settings
          </button>
        </form>
        <p class="aside">
          The button works once. You stay signed in for eight hours after you last used the page.
        </p>
      </>,
    );
  });

  app.post('/portal/:secret', async (context) => {
    const link = context.req.param('secret');
    if (!seals || !isPortalSecret(link)) throw linkIsOver();
    const { now, requestId } = context.var;
    const secret = newSecret(ports);
    const asked = { id: ports.newId(), ...newTimes(now), hash: await hashToken(secret) };
    const session = await ports.portalLinks.use(await hashToken(link), asked, requestId);
    if (!session?.tenant) throw linkIsOver();
    await takeUp(context, ports, seals, { secret, session });
    return context.redirect(tenantPath(session.tenant), 303);
  });

  return app;
}

/** Of links that were used, have expired, or never were: all the same. */
const linkIsOver = () =>
  new Refusal(
    410,
    'This link does not work any more',
    'A link can be used once, and for a limited time. Ask whoever sent it to you for a new one. If you have used it in this browser already, you may still be signed in.',
    { href: '/dashboard', text: 'Go to the directory settings' },
  );
