import { it, expect } from 'vitest';
import { newTenant, send, origin } from '../support/tenant.ts';
it('speed', async () => {
  const t = await newTenant();
  const run = async (name: string, n: number, f: () => Promise<unknown>) => {
    for (let k = 0; k < 4; k++) {
    const s = performance.now();
    for (let i = 0; i < n; i++) await f();
    console.log(name, ((performance.now() - s) / n).toFixed(2), 'ms');
    }
  };
  await run('healthz', 200, () => send('GET', origin + '/healthz'));
  await run('404', 200, () => send('GET', origin + '/nothing'));
  await run('healthz', 200, () => send('GET', origin + '/healthz'));
  await run('SPC', 100, () => t.scim('GET', '/ServiceProviderConfig'));
  await run('healthz', 200, () => send('GET', origin + '/healthz'));
  await run('post group', 50, () => t.scim('POST', '/Groups', {displayName: crypto.randomUUID()}));
  await run('healthz', 200, () => send('GET', origin + '/healthz'));
  expect(1).toBe(1);
}, 120000);
