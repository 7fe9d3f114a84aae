// The session's cookie: sealed, for this host only, out of reach of scripts.

import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { longestHours } from '../tenancy/session.ts';

const hourSeconds = 3600;

export const readSessionCookie = (context: Context): string | undefined =>
  getCookie(context, nameFor(context));

export function writeSessionCookie(context: Context, sealed: string): void {
  setCookie(context, nameFor(context), sealed, {
    ...attributesFor(context),
    maxAge: longestHours * hourSeconds,
  });
}

export function removeSessionCookie(context: Context): void {
  deleteCookie(context, nameFor(context), attributesFor(context));
}

/** Browsers hold `__Host-` to its word: secure, this host, every path. Over plain HTTP they would refuse it. */
const nameFor = (context: Context) => (isLoopback(context) ? 'rollcall-session' : '__Host-rollcall-session');

const attributesFor = (context: Context) =>
  ({ path: '/', httpOnly: true, sameSite: 'Lax', secure: !isLoopback(context) }) as const;

/** A server on the very machine, as `npm start` makes it. */
export const isLoopback = ({ req }: Context): boolean =>
  ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(req.url).hostname);
