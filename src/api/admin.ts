// The vendor's own key to the management API.

import { createMiddleware } from 'hono/factory';
import { Problem } from './problem.ts';

/** 401 unless the request carries the key. An unset key lets nobody in. */
export const requireAdminKey = (adminKey: string | undefined) =>
  createMiddleware(async (context, next) => {
    const [, given = ''] = /^bearer\s+(.+)$/i.exec(context.req.header('authorization') ?? '') ?? [];
    if (!adminKey || !(await equal(given.trim(), adminKey))) {
      throw new Problem(401, 'Send the deployment\'s ADMIN_KEY as "Authorization: Bearer …".', {
        headers: { 'WWW-Authenticate': 'Bearer realm="management"' },
      });
    }
    await next();
  });

/** In the same time whatever differs. */
async function equal(a: string, b: string): Promise<boolean> {
  const digest = (text: string) => crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  const [left, right] = await Promise.all([digest(a), digest(b)]);
  return crypto.subtle.timingSafeEqual(left, right);
}
