// Pages are sent compressed, which makes them a sixth of their size: the runtime does it where this header asks for
// it. Cloudflare compresses what it delivers anyway; other servers of the same Worker do not.

import { createMiddleware } from 'hono/factory';

export const compressPages = createMiddleware(async (context, next) => {
  await next();
  const { headers } = context.res;
  const isPage = headers.get('Content-Type')?.startsWith('text/html') === true;
  if (!isPage || !accepts(context.req.header('Accept-Encoding'))) return;
  headers.set('Content-Encoding', 'gzip');
  headers.append('Vary', 'Accept-Encoding');
});

/** `gzip;q=0` refuses it. */
const accepts = (header = '') => /(?:^|[\s,])gzip(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/i.test(header);
