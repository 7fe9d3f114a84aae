// The audit as people read it.

import { expect, it } from 'vitest';
import { api, newTenant } from '../support/tenant.ts';
import { newOperator } from '../support/visitor.ts';

it('says in sentences who did what, newest first, and to which tenant', async () => {
  const { slug } = await newTenant();
  const operator = await newOperator();
  await operator.submit(`/dashboard/t/${slug}/account-size`, { accountSizeGb: '5' });
  const { text } = await operator.get(`/dashboard/t/${slug}/audit`);
  const said = [...text.replace(/<\/?bdi>/g, '').matchAll(/<span><b>([^<]*)<\/b>([^<]*)</g)].map(
    ([, who, what]) => `${who}${what}`.trim(),
  );
  expect(said).toEqual([
    'Operator changed settings: accountSizeGb',
    'The holder of ADMIN_KEY generated the token “Okta”',
    `The holder of ADMIN_KEY made the tenant ${slug}`,
  ]);
  expect((await operator.get('/dashboard/audit')).text).toContain(`href="/dashboard/t/${slug}"`);
});

it('has every entry on one of its pages', async () => {
  const { slug } = await newTenant();
  for (let changes = 0; changes < 60; changes++) {
    await api('PATCH', `/tenants/${slug}/settings`, { accountSizeGb: changes });
    await scheduler.wait(0);
  }
  const operator = await newOperator();
  let path = `/dashboard/t/${slug}/audit`;
  let entries = 0;
  for (let pages = 0; path !== '' && pages < 5; pages++) {
    const { text } = await operator.get(path);
    entries += text.match(/class="line"/g)?.length ?? 0;
    path = /href="([^"]+)">Earlier/.exec(text)?.[1] ?? '';
  }
  expect(entries).toBe(62);
});
