// What waits for an administrator's decision: people who were refused, and newcomers who may be somebody known.

import type { SeenTenant } from '../../tenancy/tenant.ts';
import { tenantPath } from '../context.ts';
import type { DashboardPorts } from '../ports.ts';
import { Notice } from './notice.tsx';

export interface Waits {
  readonly forRefused: boolean;
  readonly forSuggestions: boolean;
}

export async function findWaiting(ports: DashboardPorts, tenant: SeenTenant): Promise<Waits> {
  const [{ refusals }, { suggestions }] = await Promise.all([
    ports.refusals.page(tenant.id, Number.MAX_SAFE_INTEGER, 1),
    ports.browse(tenant).suggestions({ after: undefined, limit: 1 }),
  ]);
  return { forRefused: refusals.length > 0, forSuggestions: suggestions.length > 0 };
}

export function Waiting({ tenant, waits }: { readonly tenant: SeenTenant; readonly waits: Waits }) {
  return (
    <>
      {waits.forRefused && (
        <Notice tone="attention">
          Somebody whom the identity provider sent was not let in.{' '}
          <a href={tenantPath(tenant, 'mappings/refused')}>See who, and why</a>
        </Notice>
      )}
      {waits.forSuggestions && (
        <Notice tone="attention">
          A newcomer may be somebody who was here before.{' '}
          <a href={tenantPath(tenant, 'mappings/suggestions')}>Decide</a>
        </Notice>
      )}
    </>
  );
}
