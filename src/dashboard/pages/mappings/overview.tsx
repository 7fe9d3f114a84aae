// The settings that decide about people, as sentences, with the way to change each.

import type { Child, PropsWithChildren } from 'hono/jsx';
import type { Settings } from '../../../policy/settings.ts';
import type { Tenant } from '../../../tenancy/tenant.ts';
import { tenantPath } from '../../context.ts';
import { shownEntries } from '../../limits.ts';
import { Foreign } from '../../parts/foreign.tsx';
import { storageWords } from '../../words.tsx';
import { AttributeWords } from './attribute-words.tsx';
import {
  catalogEntries,
  cut,
  groupEntries,
  habitEntries,
  seatEntries,
  userNameEntries,
} from './sentences.tsx';

interface Props {
  readonly tenant: Tenant;
  readonly settings: Settings;
  readonly isViewer: boolean;
}

export function Overview({ tenant, settings, isViewer }: Props) {
  const { profiles, rules, roles, attributes, constraints, appRoles, entitlements } = settings;
  const part = (title: string, path: string, none: string, entries: readonly Child[]) => (
    <Part title={title} href={tenantPath(tenant, `mappings/${path}`)} isViewer={isViewer}>
      <Entries entries={entries} none={none} />
    </Part>
  );
  const ruleEntries = rules.slice(0, shownEntries).map(({ when, profile }) => (
    <>
      If <Foreign text={when} /> then profile <strong>{<Foreign text={profile} />}</strong>
    </>
  ));
  const constraintEntries = constraints.slice(0, shownEntries).map(({ when, require, message }) => (
    <>
      If <Foreign text={when} /> then <Foreign text={require} />. Else it says: <Foreign text={message} />
    </>
  ));
  return (
    <>
      {part(
        'Profiles',
        'profiles',
        'No profiles: every account gets the same.',
        cut(
          profiles,
          profiles.slice(0, shownEntries).map((profile) => (
            <>
              <strong>
                <Foreign text={profile.name} />
              </strong>
              : <Foreign text={storageWords(profile)} />
            </>
          )),
        ),
      )}
      {part('Rules', 'rules', 'No rules: nobody gets a profile.', cut(rules, ruleEntries))}
      {part(
        'Roles',
        'roles',
        'No roles: groups give none.',
        cut(
          roles,
          roles.slice(0, shownEntries).map(({ group, role }) => (
            <>
              Members of <Foreign text={group} /> have the role{' '}
              <strong>
                <Foreign text={role} />
              </strong>
            </>
          )),
        ),
      )}
      {part(
        'Custom attributes',
        'attributes',
        'None beyond the standard ones.',
        cut(
          attributes,
          attributes.slice(0, shownEntries).map((attribute) => <AttributeWords attribute={attribute} />),
        ),
      )}
      {part('Constraints', 'constraints', 'None: everybody is let in.', cut(constraints, constraintEntries))}
      {part('User names', 'user-names', '', userNameEntries(settings))}
      {part('Seats and leavers', 'seats', '', seatEntries(settings))}
      {part('Groups and events', 'groups-and-events', '', groupEntries(settings))}
      {part('Habits of identity providers', 'habits', 'As by default.', habitEntries(settings))}
      {part('Roles on offer', 'app-roles', 'Okta finds none.', catalogEntries(appRoles))}
      {part('Entitlements on offer', 'entitlements', 'Okta finds none.', catalogEntries(entitlements))}
    </>
  );
}

function Part({
  title,
  href,
  isViewer,
  children,
}: PropsWithChildren<{ readonly title: string; readonly href: string; readonly isViewer: boolean }>) {
  return (
    <section>
      <h2>{title}</h2>
      {children}
      <p>
        <a href={href}>
          {isViewer ? 'Look at' : 'Change'} {title.toLowerCase()}
        </a>
      </p>
    </section>
  );
}

function Entries({ entries, none }: { readonly entries: readonly Child[]; readonly none: string }) {
  if (entries.length === 0) return <p class="muted">{none}</p>;
  return (
    <ol>
      {entries.map((entry) => (
        <li>{entry}</li>
      ))}
    </ol>
  );
}
