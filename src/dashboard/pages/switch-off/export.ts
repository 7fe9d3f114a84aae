// `…/switch-off/directory.jsonl`: everything that is known of the tenant's people, to take along. Not for viewers: it
// is the whole directory at once.

import { Hono } from 'hono';
import { exportLines } from '../../../directory/export.ts';
import { settingsOf } from '../../../policy/settings.ts';
import { userPolicyOf } from '../../../policy/user-policy.ts';
import { originOf, type TenantEnv } from '../../context.ts';
import type { DashboardPorts } from '../../ports.ts';
import { Refusal } from '../../refusal.ts';

export function exportRoutes(ports: DashboardPorts): Hono<TenantEnv> {
  const app = new Hono<TenantEnv>();

  app.get('/switch-off/directory.jsonl', (context) => {
    const { tenant, entry, now } = context.var;
    if (entry.session.role === 'viewer') throw notForViewers();
    const moment = new Date(now).toISOString();
    const { slug, name } = tenant;
    const baseUrl = `${originOf(ports, context)}/t/${slug}/scim/v2`;
    const { userType } = userPolicyOf(settingsOf(tenant.settings));
    const lines = exportLines(ports.wholeDirectory(tenant), { slug, name, baseUrl, userType }, moment);
    return context.body(streamOf(lines), 200, {
      'Content-Type': 'application/jsonl; charset=utf-8',
      'Content-Disposition': `attachment; filename="${slug}-directory-${moment.slice(0, 10)}.jsonl"`,
    });
  });

  return app;
}

/** Each piece is made when there is room for it. Where reading fails, the download breaks off. */
function streamOf(pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const next = await pieces.next();
      if (next.done) controller.close();
      else controller.enqueue(encoder.encode(next.value));
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
}

const notForViewers = () =>
  new Refusal(
    403,
    'Only administrators download the whole directory',
    'You entered as a viewer. Ask whoever sent you the link for one that makes you an administrator.',
  );
