// The tenant `demo` and its token, made through the management API as a vendor would make them. A token that
// still works is used again.

import { existsSync, readFileSync } from 'node:fs';
import { Failure } from './failure.ts';
import { type State, writePrivately } from './state.ts';

export const TENANT = 'demo';

export const scimUrlAt = (origin: string): string => `${origin}/t/${TENANT}/scim/v2`;

/** The token, and whether the tenant was made just now: only then it begins as the blueprint that is given. */
export async function seedDemoTenant(
  origin: string,
  adminKey: string,
  { tokenFile }: State,
  blueprint: string | undefined,
): Promise<{ readonly token: string; readonly isNew: boolean }> {
  const { slug } = await post('/tenants', { slug: TENANT, name: 'Demo', blueprint }, [201, 409]);
  const isNew = slug === TENANT;
  const kept = existsSync(tokenFile) ? readFileSync(tokenFile, 'utf8').trim() : '';
  if (kept && (await isAccepted(origin, kept))) return { token: kept, isNew };
  const { token } = await post(`/tenants/${TENANT}/tokens`, { name: 'local' }, [201]);
  if (typeof token !== 'string') throw new Failure('The management API gave no token.');
  writePrivately(tokenFile, `${token}\n`);
  return { token, isNew };

  async function post(
    path: string,
    body: object,
    expected: readonly number[],
  ): Promise<{ slug?: unknown; token?: unknown }> {
    const response = await fetch(`${origin}/api/v1${path}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${adminKey}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!expected.includes(response.status)) {
      throw new Failure(`POST /api/v1${path} was answered with ${response.status}: ${text}`);
    }
    return JSON.parse(text);
  }
}

async function isAccepted(origin: string, token: string): Promise<boolean> {
  const response = await fetch(`${scimUrlAt(origin)}/ServiceProviderConfig`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  await response.body?.cancel();
  return response.status === 200;
}
