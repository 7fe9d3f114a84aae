// People as the rows of a table: what each is called, whether he has access, what he may hold.

import type { Person } from '../../../directory/look.ts';
import type { Tenant } from '../../../tenancy/tenant.ts';
import { tenantPath } from '../../context.ts';
import { Foreign, ForeignOr } from '../../parts/foreign.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Status, storageWords } from '../../words.tsx';

interface Props {
  readonly tenant: Tenant;
  readonly people: readonly Person[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

export function PeopleTable({ tenant, people, now }: Props) {
  return (
    <div class="wide">
      <table>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">E-mail</th>
            <th scope="col">Status</th>
            <th scope="col">Profile</th>
            <th scope="col">Storage</th>
            <th scope="col">Changed</th>
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <tr>
              <th scope="row">
                <PersonLink tenant={tenant} person={person} />
              </th>
              <td>
                <ForeignOr text={person.email} none="none" />
              </td>
              <td>
                <Status {...person} />
              </td>
              <td>
                <ForeignOr text={person.profile} none="none" />
              </td>
              <td>
                <Foreign text={storageWords(person)} />
              </td>
              <td>
                <Moment at={person.leftAt ?? person.changedAt} now={now} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function PersonLink({
  tenant,
  person: { id, displayName, userName },
}: Pick<Props, 'tenant'> & { readonly person: Pick<Person, 'id' | 'displayName' | 'userName'> }) {
  return (
    <>
      <a href={tenantPath(tenant, `users/${encodeURIComponent(id)}`)}>
        <Foreign text={displayName || userName} />
      </a>
      {displayName && displayName !== userName && (
        <small class="under">
          <Foreign text={userName} />
        </small>
      )}
    </>
  );
}
