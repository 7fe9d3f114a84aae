// A tenant's accounts as the application reads them over the management API.

import { type Answer, api, type TestTenant } from './tenant.ts';

/** All accounts that the query asks for (`status=active`), each once. */
export async function accountsOf({ slug }: TestTenant, query = ''): Promise<readonly Answer['body'][]> {
  const { body } = await api('GET', `/tenants/${slug}/accounts?limit=1000&${query}`);
  return body.accounts;
}

/** The one account of a user. */
export async function accountOfUser(tenant: TestTenant, userId: string): Promise<Answer['body']> {
  const [account, ...others] = (await accountsOf(tenant)).filter((one) => one.userId === userId);
  if (!account || others.length > 0) throw new Error(`The user ${userId} has not exactly one account.`);
  return account;
}
