// Members of a group by name, people and groups alike.

import type { NamedMember } from '../../../directory/look.ts';
import type { Tenant } from '../../../tenancy/tenant.ts';
import { tenantPath } from '../../context.ts';
import { Foreign, ForeignOr } from '../../parts/foreign.tsx';
import { Empty } from '../../parts/list.tsx';
import { Status } from '../../words.tsx';

interface Props {
  readonly tenant: Tenant;
  readonly members: readonly NamedMember[];
}

export function Members({ tenant, members }: Props) {
  return (
    <section>
      <h2>Members</h2>
      {members.length === 0 && (
        <Empty>
          Nobody. A person has to be assigned to the app before the group is pushed, and push it again after
          that.
        </Empty>
      )}
      {members.length > 0 && (
        <div class="wide">
          <table>
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">User name</th>
                <th scope="col">Status</th>
              </tr>
            </thead>
            <tbody>
              {members.map((member) => (
                <tr>
                  <th scope="row">
                    <a href={tenantPath(tenant, pathOf(member))}>
                      <Foreign text={member.name || member.userName || member.id} />
                    </a>
                  </th>
                  <td>
                    <ForeignOr text={member.userName} none="a group" />
                  </td>
                  <td>{member.status && <Status status={member.status} />}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

const pathOf = ({ id, accountId }: NamedMember): string =>
  accountId === null ? `groups/${encodeURIComponent(id)}` : `users/${encodeURIComponent(accountId)}`;
