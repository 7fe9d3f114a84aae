import { expect, it } from 'vitest';
import { newTenant } from '../support/tenant.ts';
import { addAtOnce, crowdAtOnce, tenantsAtOnce } from './scenarios.ts';

const timeout = 300_000;

it('a thousand additions at once, each of another member, all land, each told of once', {
  timeout,
}, async () => {
  expect.hasAssertions();
  await addAtOnce(await newTenant(), 1_000);
});

it('a hundred groups of five tenants at once: each has its own members', { timeout }, async () => {
  expect.hasAssertions();
  await tenantsAtOnce({ tenants: 5, groupsEach: 20, usersEach: 12 });
});

it('the same few members changed by everybody: some order explains who is left', { timeout }, async () => {
  expect.hasAssertions();
  await crowdAtOnce(150);
});
