// How it stands with a tenant's identity provider, in words beside a coloured dot.

import type { TenantSummary } from '../../tenancy/tenant.ts';
import { Moment } from './moment.tsx';

interface StatusProps {
  readonly tenant: Pick<TenantSummary, 'enabled' | 'lastUsedAt'>;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export function Status({ tenant: { enabled, lastUsedAt }, now }: StatusProps) {
  if (!enabled) return <span class="status off">Off</span>;
  if (lastUsedAt === null) return <span class="status waiting">Waiting for the first request</span>;
  return (
    <span class="status connected">
      Connected · last request <Moment at={lastUsedAt} now={now} />
    </span>
  );
}
