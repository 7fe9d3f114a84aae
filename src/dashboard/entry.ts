// The door of the dashboard: finds the session of a request, sends whoever has none to sign in, and lets a form in
// only when it came from a page of that session. How sessions begin is the business of `pages/sign-in` and
// `pages/portal`.

import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import {
  createSeals,
  expiryOf,
  isRecent,
  isSightWorthNoting,
  recentMinutes,
  type Seals,
  type Session,
} from '../tenancy/session.ts';
import { base64url, hashToken } from '../tenancy/token.ts';
import type { EnteredEnv, Entry, OpenEnv, TenantEnv } from './context.ts';
import { readSessionCookie, writeSessionCookie } from './cookie.ts';
import { maxFormBytes } from './limits.ts';
import type { DashboardPorts } from './ports.ts';
import { foreignForm, notFound, Refusal, viewerMayNot } from './refusal.ts';

/** Undefined while the deployment has no ADMIN_KEY to seal with. */
export const sealsOf = ({ adminKey }: Pick<DashboardPorts, 'adminKey'>): Seals | undefined =>
  adminKey ? createSeals(adminKey) : undefined;

/** Says who asks, if anybody does. */
export const findEntry = (ports: DashboardPorts, seals: Seals | undefined) =>
  createMiddleware<OpenEnv>(async (context, next) => {
    context.set('entry', undefined);
    const secret = await seals?.opened(readSessionCookie(context) ?? '');
    if (seals && secret !== undefined) {
      const { now } = context.var;
      const moment = new Date(now).toISOString();
      const session = await ports.sessions.find(await hashToken(secret), moment);
      if (session) {
        context.set('entry', {
          session,
          formToken: await seals.formToken(secret),
          isFormToken: (given) => seals.isFormToken(secret, given),
          isRecent: isRecent(session, now),
        });
        if (isSightWorthNoting(session, now)) {
          ports.inBackground(ports.sessions.noteSeen(session.id, moment, expiryOf(session, now)));
        }
      }
    }
    await next();
  });

/** 303 to the sign-in page without a session; 403 for forms that are not this session's. */
export const requireEntry = (ports: DashboardPorts) =>
  createMiddleware<EnteredEnv>(async (context, next) => {
    const { entry } = context.var as OpenEnv['Variables'];
    const { path, method } = context.req;
    if (!entry) return context.redirect(isChange(method) ? '/dashboard/sign-in' : signInPath(path), 303);
    const isForm = isChange(context.req.method);
    const form = isForm ? await ports.readForm(context.req.raw, maxFormBytes) : new URLSearchParams();
    if (isForm && !(await entry.isFormToken(form.get('form') ?? ''))) throw foreignForm();
    context.set('form', form);
    await next();
    return undefined;
  });

/** 403 for everything but looking, where a viewer asks. */
export const refuseViewersChanges = createMiddleware<EnteredEnv>(async (context, next) => {
  if (isChange(context.req.method) && context.var.entry.session.role === 'viewer') throw viewerMayNot();
  await next();
});

/** 404 where there is no such tenant, or the session is another one's. */
export const requireTenant = (ports: Pick<DashboardPorts, 'overview'>) =>
  createMiddleware<TenantEnv>(async (context, next) => {
    const slug = context.req.param('tenant') ?? '';
    const { tenant: own } = context.var.entry.session;
    const tenant = own && own.slug !== slug ? undefined : await ports.overview.find(slug);
    if (!tenant || (own && own.id !== tenant.id)) throw notFound();
    context.set('tenant', tenant);
    await next();
  });

/** 403 unless the session began within half an hour, for what cannot be taken back. `path`: of the page to come back to. */
export function requireRecentEntry({ session, isRecent }: Entry, path: string): void {
  if (isRecent) return;
  if (session.kind === 'operator') {
    throw new Refusal(403, 'Enter your key again', `${longAgo} Nothing was changed.`, {
      href: signInPath(path),
      text: 'Sign in again',
    });
  }
  throw new Refusal(
    403,
    'Come in by a new link',
    `${longAgo} Ask whoever sent you the link for a new one. Nothing was changed.`,
  );
}

export const longAgo = `This asks that you came in within the last ${recentMinutes} minutes, because it cannot be taken back.`;

/** The page where operators sign in, and come back from. */
export const signInPath = (path: string): string =>
  path === '/dashboard' ? '/dashboard/sign-in' : `/dashboard/sign-in?next=${encodeURIComponent(path)}`;

/** 404 for portal users: the vendor's own pages are none of theirs. */
export const requireOperator = createMiddleware<EnteredEnv>(async (context, next) => {
  if (context.var.entry.session.kind !== 'operator') throw notFound();
  await next();
});

/** What a new session's cookie will hold. */
export const newSecret = ({ randomBytes }: Pick<DashboardPorts, 'randomBytes'>): string =>
  base64url(randomBytes(32));

/** Of a session that begins now. `entered`: when its holder proved who he is, if that was before. */
export function newTimes(
  now: number,
  entered = now,
): Pick<Session, 'enteredAt' | 'lastSeenAt' | 'expiresAt'> {
  const enteredAt = new Date(entered).toISOString();
  return { enteredAt, lastSeenAt: new Date(now).toISOString(), expiresAt: expiryOf({ enteredAt }, now) };
}

/** Leaves a session that somebody had before, and takes up the new one. */
export async function takeUp(
  context: Context<OpenEnv>,
  ports: DashboardPorts,
  seals: Seals,
  { secret, session }: { readonly secret: string; readonly session: Session },
): Promise<void> {
  const { entry, requestId, now } = context.var;
  if (entry) {
    const { kind, id, name } = session;
    const author = { actor: { kind, id, name }, requestId, now: new Date(now).toISOString() };
    await ports.sessions.end(entry.session.id, undefined, author);
  }
  writeSessionCookie(context, await seals.sealed(secret));
}

const isChange = (method: string) => method !== 'GET' && method !== 'HEAD';
