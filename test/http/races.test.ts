// Several at once: nobody's acknowledged change is lost, and who found no gap is asked to come again.

import { beforeEach, describe, expect, it } from 'vitest';
import { eventsOf } from '../support/feed.ts';
import { addGroup, addUser, memberIds, patchBody } from '../support/people.ts';
import { expectScimError } from '../support/refusals.ts';
import { type Answer, newTenant, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
beforeEach(async () => {
  tenant = await newTenant();
});

/** Those that went through; each of the others must have been told to come again. */
function acknowledged<T>(answers: readonly Answer[], sent: readonly T[]): readonly T[] {
  return sent.filter((_one, index) => {
    const answer = answers[index];
    if (!answer || answer.status >= 300) {
      if (answer) expectScimError(answer, 503);
      expect(answer?.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
      return false;
    }
    return true;
  });
}

describe('of one user', () => {
  const attributes = [
    'title',
    'nickName',
    'userType',
    'locale',
    'timezone',
    'displayName',
    'externalId',
    'preferredLanguage',
  ];

  it.each([2, 8])('%i changes of different attributes at once all land', async (count) => {
    const user = await addUser(tenant);
    const sent = attributes.slice(0, count);
    const answers = await Promise.all(
      sent.map((name) =>
        tenant.scim(
          'PATCH',
          `/Users/${user.id}`,
          patchBody({ op: 'replace', path: name, value: `new ${name}` }),
        ),
      ),
    );
    const landed = acknowledged(answers, sent);
    expect(landed.length).toBeGreaterThan(0);
    const { body } = await tenant.scim('GET', `/Users/${user.id}`);
    for (const name of sent) expect(body[name]).toBe(landed.includes(name) ? `new ${name}` : undefined);
    const versions = answers.filter(({ status }) => status === 200).map(({ headers }) => headers.get('etag'));
    expect(new Set(versions).size).toBe(landed.length);
  });

  it('thirty additions to one list: every one that was acknowledged is there', async () => {
    const user = await addUser(tenant);
    const sent = Array.from({ length: 30 }, (_, index) => `address-${index}@example.com`);
    const answers = await Promise.all(
      sent.map((value) =>
        tenant.scim(
          'PATCH',
          `/Users/${user.id}`,
          patchBody({ op: 'add', path: 'emails', value: [{ value }] }),
        ),
      ),
    );
    const landed = acknowledged(answers, sent);
    const { body } = await tenant.scim('GET', `/Users/${user.id}`);
    const there = (body.emails ?? []).map(({ value }: { value: string }) => value);
    expect(there.toSorted()).toEqual(landed.toSorted());
    expect(landed.length).toBeGreaterThanOrEqual(12);
  });

  it('a PUT beside a PATCH: the one that came last counts, and none is half there', async () => {
    const user = await addUser(tenant, { title: 'old', nickName: 'old' });
    const put = { userName: user.userName, title: 'put', nickName: 'put' };
    const message = patchBody({ op: 'replace', value: { title: 'patch' } });
    await Promise.all([
      tenant.scim('PUT', `/Users/${user.id}`, put),
      tenant.scim('PATCH', `/Users/${user.id}`, message),
    ]);
    const { body } = await tenant.scim('GET', `/Users/${user.id}`);
    expect(body.nickName).toBe('put');
    expect(['put', 'patch']).toContain(body.title);
  });

  it('a deletion beside changes leaves nothing behind', async () => {
    const user = await addUser(tenant);
    const answers = await Promise.all([
      tenant.scim('PATCH', `/Users/${user.id}`, patchBody({ op: 'replace', value: { title: 'x' } })),
      tenant.scim('DELETE', `/Users/${user.id}`),
      tenant.scim('PATCH', `/Users/${user.id}`, patchBody({ op: 'replace', value: { title: 'y' } })),
    ]);
    expect(answers[1].status).toBe(204);
    for (const { status } of answers) expect([200, 204, 404]).toContain(status);
    expectScimError(await tenant.scim('GET', `/Users/${user.id}`), 404);
    expect((await eventsOf(tenant)).at(-1)).toMatchObject({ type: 'account.preserved' });
  });

  it('two who ask for the same new name: one gets it, the other hears 409', async () => {
    const users = [await addUser(tenant), await addUser(tenant)];
    const answers = await Promise.all(
      users.map(({ id }) =>
        tenant.scim('PATCH', `/Users/${id}`, patchBody({ op: 'replace', value: { userName: 'wanted' } })),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  });
});

describe('of one group', () => {
  it('forty members added one by one at once are all in', async () => {
    const users = await Promise.all(Array.from({ length: 40 }, () => addUser(tenant)));
    const ids: string[] = users.map(({ id }) => id);
    const group = await addGroup(tenant);
    const answers = await Promise.all(
      ids.map((value) =>
        tenant.scim(
          'PATCH',
          `/Groups/${group.id}`,
          patchBody({ op: 'add', path: 'members', value: [{ value }] }),
        ),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(ids.map(() => 204));
    expect(await memberIds(tenant, group.id)).toEqual(ids.toSorted());
  });

  it('additions beside removals and a new name: each has its effect', async () => {
    const users = await Promise.all(Array.from({ length: 20 }, () => addUser(tenant)));
    const ids: string[] = users.map(({ id }) => id);
    const [present, coming] = [ids.slice(0, 10), ids.slice(10)];
    const group = await addGroup(tenant, present);
    const path = `/Groups/${group.id}`;
    const answers = await Promise.all([
      ...present.map((id) =>
        tenant.scim('PATCH', path, patchBody({ op: 'remove', path: `members[value eq "${id}"]` })),
      ),
      ...coming.map((value) =>
        tenant.scim('PATCH', path, patchBody({ op: 'add', path: 'members', value: [{ value }] })),
      ),
      tenant.scim('PATCH', path, patchBody({ op: 'replace', value: { displayName: 'Renamed' } })),
    ]);
    expect(answers.every(({ status }) => status === 204)).toBe(true);
    expect(await memberIds(tenant, group.id)).toEqual(coming.toSorted());
    expect((await tenant.scim('GET', path)).body.displayName).toBe('Renamed');
  });

  it('a member who is deleted while he is added is not in it afterwards', async () => {
    for (let time = 0; time < 5; time++) {
      const [user, group] = [await addUser(tenant), await addGroup(tenant)];
      const add = patchBody({ op: 'add', path: 'members', value: [{ value: user.id }] });
      const [added, deleted] = await Promise.all([
        tenant.scim('PATCH', `/Groups/${group.id}`, add),
        tenant.scim('DELETE', `/Users/${user.id}`),
      ]);
      expect([204, 400]).toContain(added.status);
      expect(deleted.status).toBe(204);
      expect(await memberIds(tenant, group.id)).toEqual([]);
    }
  });
});
