// connection.json: where the server answers and with which credentials, for `npm run rehearse`, tests and
// benchmarks. It is there, whole, while the server answers, and only the owner may read it.

import { createHmac } from 'node:crypto';
import { rmSync } from 'node:fs';
import { scimUrlAt, TENANT } from './demo-tenant.ts';
import { type State, writePrivately } from './state.ts';

export interface Connection {
  readonly origin: string;
  readonly tenant: string;
  readonly scimUrl: string;
  readonly token: string;
  readonly adminKey: string;
  readonly dashboardUrl: string;
}

export function writeConnection(state: State, origin: string, token: string, adminKey: string): Connection {
  const dashboardUrl = `${origin}/dashboard/sign-in/${localKey(adminKey)}`;
  const connection = { origin, tenant: TENANT, scimUrl: scimUrlAt(origin), token, adminKey, dashboardUrl };
  writePrivately(state.connectionFile, `${JSON.stringify(connection, null, 2)}\n`);
  return connection;
}

/** Signs in without typing the key, on this machine alone: `localKey` in src/tenancy/session.ts. */
const localKey = (adminKey: string) =>
  createHmac('sha256', adminKey).update('sign-in link').digest('base64url');

export const removeConnection = ({ connectionFile }: State): void => rmSync(connectionFile, { force: true });
