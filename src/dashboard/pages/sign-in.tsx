// `/dashboard/sign-in`: operators exchange the deployment's ADMIN_KEY for a session, or come in by Cloudflare Access
// without a form. Portal users come in by `pages/portal`. And `/dashboard/sign-out`, for both.

import { type Context, Hono } from 'hono';
import { adminActor } from '../../tenancy/author.ts';
import type { AccessIdentity } from '../../tenancy/cloudflare-access.ts';
import { actorOf, type Seals } from '../../tenancy/session.ts';
import { hashToken } from '../../tenancy/token.ts';
import { authorOf, type EnteredEnv, type OpenEnv } from '../context.ts';
import { isLoopback, removeSessionCookie } from '../cookie.ts';
import { newSecret, newTimes, requireEntry, takeUp } from '../entry.ts';
import { show } from '../layout.tsx';
import { maxFormBytes, maxKeyLength } from '../limits.ts';
import { Field } from '../parts/form.tsx';
import { Moment } from '../parts/moment.tsx';
import { Notice } from '../parts/notice.tsx';
import type { DashboardPorts } from '../ports.ts';
import { notFound } from '../refusal.ts';

interface Attempt {
  readonly next: string;
  readonly error?: string;
  /** Whom Cloudflare Access knows. */
  readonly identity?: AccessIdentity;
}

export function signInRoutes(ports: DashboardPorts, seals: Seals | undefined): Hono<OpenEnv> {
  const app = new Hono<OpenEnv>();

  app.get('/dashboard/sign-in', async (context) => {
    const next = pathOf(context.req.query('next'));
    const identity = await ports.checkAccess?.(context.req.header('cf-access-jwt-assertion') ?? '');
    if (!seals || !identity) return showSignIn(context, seals, { next });
    const { entry, now } = context.var;
    const entered = Math.min(identity.enteredAt, now);
    const isNews = !entry || entered > Date.parse(entry.session.enteredAt);
    // A session that began so long ago would be over before it begins.
    const isTooOld = Date.parse(newTimes(now, entered).expiresAt) <= now;
    if (!isNews || isTooOld || hasLeft(context)) return showSignIn(context, seals, { next, identity });
    await enterAsOperator(context, ports, seals, { name: identity.email, entered });
    return context.redirect(next, 303);
  });

  app.post('/dashboard/sign-in', async (context) => {
    const form = await ports.readForm(context.req.raw, maxFormBytes);
    const next = pathOf(form.get('next') ?? undefined);
    const refuse = (error: string) => showSignIn(context, seals, { next, error });
    if (!seals) return refuse('There is no key yet that could be right.');
    const key = form.get('key') ?? '';
    if (key.trim() === '') return refuse('Enter the key.');
    if (key.length > maxKeyLength || !(await ports.isAdminKey(key.trim()))) {
      const mayTry = await ports.mayTry(context.req.header('cf-connecting-ip') ?? 'unknown');
      return refuse(
        mayTry ? 'This is not the key of this deployment.' : 'Too many wrong keys. Wait a minute.',
      );
    }
    await enterAsOperator(context, ports, seals);
    return context.redirect(next, 303);
  });

  /** The link that `npm start` prints. Elsewhere there is nothing here. */
  app.get('/dashboard/sign-in/:key', async (context) => {
    const isRight = isLoopback(context) && (await seals?.isLocalKey(context.req.param('key')));
    if (!seals || !isRight) throw notFound();
    if (context.var.entry?.session.kind !== 'operator') await enterAsOperator(context, ports, seals);
    return context.redirect('/dashboard', 303);
  });

  return app;
}

export function signOutRoutes(ports: DashboardPorts): Hono<EnteredEnv> {
  const app = new Hono<EnteredEnv>();
  app.post('/dashboard/sign-out', requireEntry(ports), async (context) => {
    const { entry } = context.var;
    await ports.sessions.end(entry.session.id, undefined, authorOf(context.var));
    removeSessionCookie(context);
    return context.redirect('/dashboard/sign-in?left', 303);
  });
  return app;
}

/** `person`: whom Cloudflare Access knows, and since when; absent: the holder of ADMIN_KEY. */
async function enterAsOperator(
  context: Context<OpenEnv>,
  ports: DashboardPorts,
  seals: Seals,
  person?: { readonly name: string; readonly entered: number },
) {
  const { requestId, now } = context.var;
  const name = person?.name ?? 'Operator';
  const secret = newSecret(ports);
  const session = {
    ...({ kind: 'operator', role: 'administrator', tenant: null, name } as const),
    id: ports.newId(),
    ...newTimes(now, person?.entered),
  };
  const actor = person ? actorOf(session) : adminActor;
  const author = { actor, requestId, now: session.lastSeenAt };
  await ports.sessions.insert({ ...session, hash: await hashToken(secret) }, author);
  await takeUp(context, ports, seals, { secret, session });
}

const hasLeft = ({ req }: Context) => req.query('left') !== undefined;

function showSignIn(context: Context<OpenEnv>, seals: Seals | undefined, { next, error, identity }: Attempt) {
  return show(
    context,
    { title: 'Sign in', status: error ? 422 : 200 },
    <>
      {hasLeft(context) && <Notice tone="good">You are signed out.</Notice>}
      {!seals && (
        <Notice tone="attention">
          This deployment has no key yet. Whoever deploys it sets one with{' '}
          <code>npx wrangler secret put ADMIN_KEY</code>.
        </Notice>
      )}
      {identity && <ByAccess identity={identity} next={next} now={context.var.now} />}
      <form method="post" action="/dashboard/sign-in" class="narrow">
        <input type="hidden" name="next" value={next} />
        <Field
          name="key"
          label="Key of this deployment"
          type="password"
          autocomplete="current-password"
          advice={
            <>
              The secret <code>ADMIN_KEY</code>. A session ends after eight hours without use.
            </>
          }
          error={error}
          required
        />
        <button type="submit">Sign in</button>
      </form>
      <p class="aside">
        You came by a link from your software vendor? Links work once, and their sessions end. Ask the vendor
        for a new one.
      </p>
    </>,
  );
}

/** What is left to whoever has used his assertion up: another one, or the key. */
function ByAccess({ identity, next, now }: { identity: AccessIdentity; next: string; now: number }) {
  return (
    <Notice tone="attention">
      <p>
        Cloudflare Access knows you as {identity.email}, since{' '}
        <Moment at={new Date(identity.enteredAt).toISOString()} now={now} />.
      </p>
      <p>
        <a href="/cdn-cgi/access/logout">Sign out there</a> and come back to enter anew
        {next === '/dashboard' ? '' : '; what you wanted to do asks for that'}. Or use the key.
      </p>
    </Notice>
  );
}

/** Where to go after signing in: a page of ours, never elsewhere. */
function pathOf(next: string | undefined): string {
  return next && /^\/dashboard(?:\/[\w-]+)*$/.test(next) && next.length < 500 ? next : '/dashboard';
}
