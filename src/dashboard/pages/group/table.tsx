// Groups as the rows of a table: size, roles, and when they were last pushed.

import type { ListedGroup } from '../../../directory/look.ts';
import type { GroupRole } from '../../../policy/roles.ts';
import { fold } from '../../../scim/fold.ts';
import type { Tenant } from '../../../tenancy/tenant.ts';
import { tenantPath } from '../../context.ts';
import { Foreign, ForeignOr } from '../../parts/foreign.tsx';
import { Moment } from '../../parts/moment.tsx';
import { countWords } from '../../words.tsx';

interface Props {
  readonly tenant: Tenant;
  readonly groups: readonly ListedGroup[];
  readonly roles: readonly GroupRole[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

export function GroupTable({ tenant, groups, roles, now }: Props) {
  return (
    <div class="wide">
      <table>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Members</th>
            <th scope="col">Gives the role</th>
            <th scope="col">Last push</th>
          </tr>
        </thead>
        <tbody>
          {groups.map(({ id, displayName, memberCount, changedAt }) => (
            <tr>
              <th scope="row">
                <a href={tenantPath(tenant, `groups/${encodeURIComponent(id)}`)}>
                  <Foreign text={displayName} />
                </a>
              </th>
              <td>{countWords(memberCount)}</td>
              <td>
                <ForeignOr text={rolesOf(displayName, roles).join(', ')} none="none" />
              </td>
              <td>
                <Moment at={changedAt} now={now} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export const rolesOf = (displayName: string, roles: readonly GroupRole[]): readonly string[] =>
  roles.filter(({ group }) => group === fold(displayName)).map(({ role }) => role);
