// Who leaves leaves his account behind, preserved. Who comes back gets it again: the same person, and no namesake.

import { beforeEach, describe, expect, it } from 'vitest';
import { accountOf, eventsDuring } from '../support/feed.ts';
import { addUser } from '../support/people.ts';
import { api, newTenant, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
beforeEach(async () => {
  tenant = await newTenant();
});

const ann = { userName: 'ann@example.com', externalId: '00u1', emails: [{ value: 'ann@example.com' }] };

/** Comes, leaves, and somebody comes. Answers both accounts, and what was told of the second. */
async function comesBack(before: object, after: object) {
  const first = await addUser(tenant, before);
  const left = await accountOf(tenant, first.id);
  await tenant.scim('DELETE', `/Users/${first.id}`);
  let id = '';
  const events = await eventsDuring(tenant, async () => {
    ({ id } = await addUser(tenant, after));
  });
  return { left, now: await accountOf(tenant, id), events, id };
}

describe('gets the account again, with its id, who comes', () => {
  it.each<[who: string, before: object, after: object]>([
    ['under the same externalId and another name', ann, { ...ann, userName: 'ann.new@example.com' }],
    ['under the same name, and had no externalId', { userName: 'Ann@Example.com' }, ann],
    ['under the same name without externalId', ann, { userName: 'ANN@example.com' }],
  ])('%s', async (_who, before, after) => {
    const { left, now, events, id } = await comesBack(before, after);
    expect(now).toMatchObject({ id: left.id, user_id: id, status: 'active', created_at: left.created_at });
    expect(events.map(({ type }) => type)).toEqual(['account.restored']);
    expect(events[0].data.account).toMatchObject({ id: left.id, userId: id, status: 'active' });
  });

  it('also in a bulk request of many', async () => {
    const first = await addUser(tenant, ann);
    const left = await accountOf(tenant, first.id);
    await tenant.scim('DELETE', `/Users/${first.id}`);
    const data = [{ userName: 'other@example.com' }, ann, { userName: 'third@example.com' }];
    const { body } = await tenant.scim('POST', '/Bulk', {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
      Operations: data.map((user, index) => ({
        method: 'POST',
        path: '/Users',
        bulkId: `${index}`,
        data: user,
      })),
    });
    const ids = body.Operations.map(({ location }: { location: string }) => location.split('/').at(-1));
    const accounts = await Promise.all(ids.map((id: string) => accountOf(tenant, id)));
    expect(accounts.map(({ id }) => id === left.id)).toEqual([false, true, false]);
  });
});

describe('gets an account of his own who comes', () => {
  it.each<[who: string, after: object]>([
    ['under the same name with another externalId', { ...ann, externalId: '00u2' }],
    ['with the same e-mail address only', { ...ann, userName: 'bob@example.com', externalId: '00u2' }],
  ])('%s', async (_who, after) => {
    const { left, now, events } = await comesBack(ann, after);
    expect(now.id).not.toBe(left.id);
    expect(events.map(({ type }) => type)).toEqual(['account.created']);
  });

  it('while the other is still there, though deactivated', async () => {
    const first = await addUser(tenant, { ...ann, active: false });
    const second = await addUser(tenant, { ...ann, userName: 'ann2@example.com' });
    expect((await accountOf(tenant, second.id)).id).not.toBe((await accountOf(tenant, first.id)).id);
  });

  it('whose name becomes that of a leaver, and was sent as another', async () => {
    const settings = { usernames: { replace: { characters: '?*', with: '_' } } };
    await api('PATCH', `/tenants/${tenant.slug}/settings`, settings);
    const { left, now } = await comesBack({ userName: 'x?y' }, { userName: 'x*y' });
    expect([left.user_name, now.user_name]).toEqual(['x_y', 'x_y']);
    expect(now.id).not.toBe(left.id);
  });

  it('under an externalId that belonged to somebody of another tenant', async () => {
    const { left } = await comesBack(ann, { userName: 'x@example.com' });
    const other = await newTenant();
    const { id } = await addUser(other, ann);
    expect((await accountOf(other, id)).id).not.toBe(left.id);
  });
});
