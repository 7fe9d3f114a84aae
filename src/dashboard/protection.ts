// What protects everybody who looks at a page: the headers of each answer, and the refusal of what other sites send.

import { createMiddleware } from 'hono/factory';
import type { OpenEnv } from './context.ts';
import type { DashboardPorts } from './ports.ts';
import { foreignForm } from './refusal.ts';

/** Everything comes from here; nothing stands inside the page itself. Pico draws its arrows and ticks by `data:`. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const headers = {
  'Content-Security-Policy': contentSecurityPolicy,
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
  // A page may show a token, and is another's after the next sign-in.
  'Cache-Control': 'no-store',
};

export const protectAnswers = createMiddleware<OpenEnv>(async (context, next) => {
  await next();
  for (const [name, value] of Object.entries(headers)) context.res.headers.set(name, value);
  if (new URL(context.req.url).protocol === 'https:') {
    context.res.headers.set('Strict-Transport-Security', 'max-age=31536000');
  }
});

/** 403 for whatever may change something and does not come from a page of ours. */
export const refuseForeign = (ports: Pick<DashboardPorts, 'publicOrigin'>) =>
  createMiddleware<OpenEnv>(async (context, next) => {
    const { method, raw, url } = context.req;
    if (method !== 'GET' && method !== 'HEAD' && !isFromHere(raw, url, ports.publicOrigin)) {
      throw foreignForm();
    }
    await next();
  });

/** By what the browser says, which no page can make it say. Older browsers know `Origin` only. */
function isFromHere({ headers }: Request, url: string, publicOrigin: string | undefined): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin';
  const origin = headers.get('origin');
  return origin !== null && (origin === new URL(url).origin || origin === publicOrigin);
}
