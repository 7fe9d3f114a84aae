// The settings that decide about people, as sentences, with the way to change each.

import type { Child, PropsWithChildren } from 'hono/jsx';
import type { Settings } from '../../../policy/settings.ts';
import type { Tenant } from '../../../tenancy/tenant.ts';
import { tenantPath } from '../../context.ts';
import { shownEntries } from '../../limits.ts';
import { Foreign } from '../../parts/foreign.tsx';
import { counted, countWords, storageWords } from '../../words.tsx';
import { AttributeWords } from './attribute-words.tsx';

interface Props {
  readonly tenant: Tenant;
  readonly settings: Settings;
  readonly isViewer: boolean;
}

export function Overview({ tenant, settings, isViewer }: Props) {
  const { profiles, rules, roles, attributes, constraints } = settings;
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
      {part('User names', 'user-names', '', userNameEntries(settings))}
      {part('Seats and leavers', 'seats', '', seatEntries(settings))}
      {constraints.length > 0 && (
        <p class="aside">
          {counted(constraints.length, 'constraint is', 'constraints are')} checked too. These are set by the
          API.
        </p>
      )}
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

const cut = (all: readonly unknown[], entries: readonly Child[]): readonly Child[] =>
  all.length > shownEntries ? [...entries, `and ${countWords(all.length - shownEntries)} more`] : entries;

function userNameEntries({ usernames, createOnly }: Settings): readonly Child[] {
  const { emailAllowed, allowedPattern, replace, changeable } = usernames;
  return [
    emailAllowed ? 'E-mail addresses are allowed as user names.' : 'User names are not e-mail addresses.',
    changeable ? 'A user name may change.' : 'A user name stays as it was when the user was created.',
    ...(allowedPattern === null ? [] : [<>It must match {<Foreign text={allowedPattern} />}.</>]),
    ...(replace === null
      ? []
      : [
          <>
            {<Foreign text={replace.characters} />} is replaced by {<Foreign text={replace.with} />}.
          </>,
        ]),
    ...(createOnly.length === 0
      ? []
      : [<>Applied on create only: {<Foreign text={createOnly.slice(0, shownEntries).join(', ')} />}.</>]),
  ];
}

function seatEntries({ seats, deprovision: { deactivate, keepDays } }: Settings): readonly Child[] {
  return [
    seats === null
      ? 'As many accounts may be active as come.'
      : `At most ${countWords(seats.limit)} accounts may be active.`,
    deactivate === 'preserve'
      ? 'Who is deactivated has an account that is kept without access.'
      : 'Who is deactivated has a deactivated account.',
    keepDays === null
      ? 'The account of a deleted user is kept until somebody erases it.'
      : `The account of a deleted user is kept for ${counted(keepDays, 'day', 'days')}.`,
  ];
}
