// Replacing a token: what the page says of each, so that nobody revokes one that is in use.

import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ActivityRecord } from '../../src/activity/record.ts';
import { successorOf } from '../../src/dashboard/tokens/rotation.ts';
import { insertActivity } from '../../src/db/activity.ts';
import type { TokenRecord } from '../../src/tenancy/tenant.ts';
import { tenantId } from '../support/stored.ts';
import { api, newTenant, type TestTenant } from '../support/tenant.ts';
import { newOperator, type Visitor } from '../support/visitor.ts';

const hour = 3_600_000;
const day = 24 * hour;
const now = Date.UTC(2026, 10, 22);
const ago = (milliseconds: number, from = now) => new Date(from - milliseconds).toISOString();

const token = (id: string, values: Partial<TokenRecord>): TokenRecord => ({
  id,
  name: id,
  lastFour: 'aaaa',
  createdAt: ago(100 * day),
  expiresAt: null,
  lastUsedAt: null,
  ...values,
});

describe('a token is safe to revoke', () => {
  const used = (milliseconds: number) => ({ lastUsedAt: ago(milliseconds) });
  it.each<[string, Partial<TokenRecord>, Partial<TokenRecord>[], boolean]>([
    ['when it is unused for three days and another was used since', used(3 * day), [used(hour)], true],
    ['when it was never used and made three days ago', {}, [used(hour)], true],
    ['not before the three days are over', used(3 * day - 1), [used(hour)], false],
    ['not while it is new', { createdAt: ago(hour) }, [used(hour)], false],
    ['not when there is no other', used(30 * day), [], false],
    ['not when the others are silent too', used(30 * day), [used(3 * day)], false],
    ['not when the other was never used', used(30 * day), [{}], false],
    ['not when the other has expired', used(30 * day), [{ ...used(hour), expiresAt: ago(1) }], false],
    [
      'when one of several others is in use',
      used(30 * day),
      [{}, { ...used(hour), expiresAt: ago(-day) }],
      true,
    ],
  ])('%s', (_, values, others, isSafe) => {
    const own = token('own', values);
    const all = [own, ...others.map((other, index) => token(`other-${index}`, other))];
    expect(successorOf(own, all, now) !== undefined).toBe(isSafe);
  });
});

describe('the page', () => {
  let operator: Visitor;
  let tenant: TestTenant;
  let path: string;
  beforeEach(async () => {
    operator = await newOperator();
    tenant = await newTenant();
    path = `/dashboard/t/${tenant.slug}/tokens`;
  });

  const row = async (name: string) => {
    const { text } = await operator.get(path);
    return (
      [...text.matchAll(/<tr>.*?<\/tr>/gs)].map(([found]) => found).find((found) => found.includes(name)) ??
      ''
    );
  };

  async function use(id: string, lastUsedAt: string): Promise<void> {
    await env.DB.prepare('UPDATE tokens SET last_used_at = ? WHERE id = ?').bind(lastUsedAt, id).run();
  }

  async function requests(count: number, tokenId: string, occurredAt: string): Promise<void> {
    const of = await tenantId(tenant.slug);
    const record: Omit<ActivityRecord, 'id'> = {
      tenant: of,
      kind: 'write',
      occurredAt,
      method: 'PUT',
      path: '/Users/1',
      status: 200,
      durationMilliseconds: 3,
      scimType: null,
      detail: null,
      client: 'okta',
      userAgent: null,
      tokenId,
      body: null,
      leftOut: null,
      operations: null,
      answerBytes: null,
    };
    await insertActivity(
      env.DB,
      Array.from({ length: count }, () => ({ ...record, id: crypto.randomUUID() })),
    );
  }

  it('tells the share of each token in the changes of the last days', async () => {
    const { body } = await api('POST', `/tenants/${tenant.slug}/tokens`, { name: 'Second' });
    await api('POST', `/tenants/${tenant.slug}/tokens`, { name: 'Third' });
    await requests(3, tenant.tokenId, ago(hour, Date.now()));
    await requests(1, body.id, ago(6 * day, Date.now()));
    await requests(50, body.id, ago(8 * day, Date.now()));
    expect(await row('Okta')).toContain('<td class="number">75 %</td>');
    expect(await row('Second')).toContain('<td class="number">25 %</td>');
    expect(await row('Third')).toContain('<td class="number">0 %</td>');
  });

  it('goes along while a token is replaced, and says when the old one is safe to revoke', async () => {
    const safe = 'Unused for three days: safe to revoke.';
    expect((await operator.get(path)).text).toContain('To replace a token without a gap');
    const { body } = await api('POST', `/tenants/${tenant.slug}/tokens`, { name: '<b>Next</b>\u202e' });
    await env.DB.prepare('UPDATE tokens SET created_at = ? WHERE id = ?')
      .bind(ago(30 * day, Date.now()), tenant.tokenId)
      .run();
    await use(tenant.tokenId, ago(2 * day, Date.now()));
    const steps = async () => {
      const { text } = await operator.get(path);
      expect(text).not.toContain('<b>Next');
      expect(text.replace(/<bdi>[^<]*<\/bdi>/g, '')).not.toContain('\u202e');
      return [...text.matchAll(/<li class="(done|open)">/g)].map(([, state]) => state).join(' ');
    };
    expect(await steps()).toBe('done open open open');
    await use(body.id, ago(hour, Date.now()));
    expect(await steps()).toBe('done done open open');
    expect(await row('Okta')).toContain('It is in use.');
    await use(tenant.tokenId, ago(4 * day, Date.now()));
    expect(await steps()).toBe('done done done open');
    expect(await row('>Okta<')).toContain(safe);
    expect(await row('>Okta<')).not.toContain('It is in use.');
    expect((await operator.get(path)).text.split(safe)).toHaveLength(2);
  });
});
