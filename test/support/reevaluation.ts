// Waits for users to be judged anew, which a tenant's object does by its alarm.

import { env } from 'cloudflare:workers';
import { tenantId } from './stored.ts';
import { type Answer, api, type TestTenant } from './tenant.ts';

/** How far the judging of all users has come once it is over. */
export async function finished(tenant: TestTenant): Promise<Answer['body']> {
  return eventually(async () => {
    const { body } = await api('GET', `/tenants/${tenant.slug}/reevaluation`);
    return body.reevaluation?.finishedAt ? body.reevaluation : undefined;
  });
}

/** Until nobody is due any more. */
export async function nobodyDue(tenant: TestTenant): Promise<void> {
  await eventually(async () => ((await dueCount(tenant)) === 0 ? true : undefined));
}

/** How many users are to be judged anew because their groups have changed. */
export async function dueCount({ slug }: TestTenant): Promise<number | undefined> {
  const row = await env.DB.prepare('SELECT count(*) AS due FROM due_users WHERE tenant = ?')
    .bind(await tenantId(slug))
    .first<{ due: number }>();
  return row?.due;
}

/** What `look` sees as soon as it sees something. */
export async function eventually<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const seen = await look();
    if (seen !== undefined) return seen;
    await scheduler.wait(50);
  }
  throw new Error('It did not come to pass within ten seconds.');
}
