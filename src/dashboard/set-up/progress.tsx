// What has come so far from a tenant's identity provider, and what to do for the next thing to come.

import type { SeenTenant } from '../../tenancy/tenant.ts';
import { Moment } from '../parts/moment.tsx';
import { type Product, testButton } from './products.tsx';

interface ProgressProps {
  readonly tenant: SeenTenant;
  readonly product: Product;
  readonly now: number;
}

export function Progress({ tenant: { lastUsedAt, users, groups }, product, now }: ProgressProps) {
  return (
    <ul class="progress">
      <Milestone
        isThere={lastUsedAt !== null}
        title="Your identity provider reached us with a token that we know"
        advice={`Press "${testButton[product.id]}".`}
      >
        {lastUsedAt !== null && (
          <>
            last <Moment at={lastUsedAt} now={now} />
          </>
        )}
      </Milestone>
      <Milestone isThere={users > 0} title="Somebody has come in" advice="Assign somebody to the app.">
        {users.toLocaleString('en')} {users === 1 ? 'person' : 'people'}
      </Milestone>
      <Milestone isThere={groups > 0} title="A group has come in" advice="Push or assign a group.">
        {groups.toLocaleString('en')} {groups === 1 ? 'group' : 'groups'}
      </Milestone>
    </ul>
  );
}

interface MilestoneProps {
  readonly isThere: boolean;
  readonly title: string;
  /** What to do while it is not. */
  readonly advice: string;
  readonly children?: unknown;
}

function Milestone({ isThere, title, advice, children }: MilestoneProps) {
  return (
    <li class={isThere ? 'done' : 'open'}>
      <span aria-hidden="true">{isThere ? '✓' : '○'}</span>
      <span>
        {title}: <span class="muted">{isThere ? children : `not yet. ${advice}`}</span>
      </span>
    </li>
  );
}
