// The groups that a person is in.

import type { GroupReference } from '../../../directory/stored.ts';
import type { Tenant } from '../../../tenancy/tenant.ts';
import { tenantPath } from '../../context.ts';
import { Foreign } from '../../parts/foreign.tsx';
import { Empty } from '../../parts/list.tsx';
import { countWords } from '../../words.tsx';

interface Props {
  readonly tenant: Tenant;
  readonly groups: readonly GroupReference[];
  readonly total: number;
}

export function UserGroups({ tenant, groups, total }: Props) {
  return (
    <section>
      <h2>Groups</h2>
      {total === 0 && <Empty>In no group that the identity provider has pushed.</Empty>}
      <ul class="tags">
        {groups.map(({ value, display }) => (
          <li>
            <a href={tenantPath(tenant, `groups/${encodeURIComponent(value)}`)}>
              <Foreign text={display || value} />
            </a>
          </li>
        ))}
      </ul>
      {total > groups.length && <p class="aside">And {countWords(total - groups.length)} more.</p>}
    </section>
  );
}
