// The preview of settings, in sentences: how many accounts change and how, with some of them by name.

import type { Tenant } from '../../../tenancy/tenant.ts';
import { tenantPath } from '../../context.ts';
import { Foreign } from '../../parts/foreign.tsx';
import { Notice } from '../../parts/notice.tsx';
import { counted, countWords } from '../../words.tsx';
import type { Outlook } from './outlook.ts';

interface Props {
  readonly outlook: Outlook;
  readonly tenant: Tenant;
}

export function OutlookBox({ outlook, tenant }: Props) {
  const { users, preview, roles } = outlook;
  const { judged, changed, notDecidable, refused, profiles, refusals } = preview;
  return (
    <Notice tone="attention">
      <p>
        <strong>Preview, nothing is saved yet.</strong>{' '}
        {changed === 0
          ? 'No account would change'
          : `${counted(changed, 'account', 'accounts')} would change`}
        {judged < users && ` among the first ${countWords(judged)} of ${countWords(users)} people`}.
        {notDecidable > 0 &&
          ` ${counted(notDecidable, 'person keeps', 'people keep')} the present profile, because a rule asks for something that is not kept and was not sent since.`}
        {refused > 0 &&
          ` ${counted(refused, 'person', 'people')} would not be let in by these settings, and would stay as they are.`}
      </p>
      <ul>
        {profiles.map(({ from, to, accounts }) => (
          <li>
            {countWords(accounts)} from {profileWords(from)} to {profileWords(to)}
          </li>
        ))}
        {roles.map(({ role, gained, lost }) => (
          <li>
            Role <Foreign text={role} />: {countWords(gained)} would gain it, {countWords(lost)} would lose it
          </li>
        ))}
      </ul>
      <Samples outlook={outlook} tenant={tenant} />
      {refusals.length > 0 && (
        <details>
          <summary>Who would not be let in</summary>
          <ul>
            {refusals.map(({ userName, detail }) => (
              <li>
                <Foreign text={userName} />: <Foreign text={detail} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </Notice>
  );
}

const profileWords = (name: string | null) =>
  name === null ? (
    'no profile'
  ) : (
    <>
      “<Foreign text={name} />”
    </>
  );

function Samples({ outlook: { preview }, tenant }: Props) {
  if (preview.samples.length === 0) return null;
  return (
    <details>
      <summary>Some of them</summary>
      <ul>
        {preview.samples.map(({ accountId, userName, before, after }) => (
          <li>
            <a href={tenantPath(tenant, `users/${encodeURIComponent(accountId)}`)}>
              <Foreign text={userName} />
            </a>
            : <Foreign text={partsOf(before)} /> → <Foreign text={partsOf(after)} />
          </li>
        ))}
      </ul>
    </details>
  );
}

const partsOf = (parts: object): string =>
  Object.entries(parts)
    .map(([name, value]) => `${partNames[name] ?? name} ${value === null ? 'none' : textOf(value)}`)
    .join(', ');

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const partNames: Readonly<Record<string, string>> = {
  quotaGb: 'GB',
  displayName: 'display name',
  storage: 'on',
};
