// What may be done to an account by hand: each says what it does before it is done, and why it cannot be.

import type { ExplainedAccount } from '../../../directory/browse.ts';
import type { Tenant } from '../../../tenancy/tenant.ts';
import { tenantPath } from '../../context.ts';
import { maxSearchLength } from '../../limits.ts';
import { Field, PostForm } from '../../parts/form.tsx';
import { Notice } from '../../parts/notice.tsx';
import type { Told } from './page.tsx';

interface Props {
  readonly tenant: Tenant;
  readonly account: ExplainedAccount;
  /** Whether his user was deleted. */
  readonly isGone: boolean;
  readonly isRecent: boolean;
  readonly told: Told | undefined;
}

export function ActionForms(props: Props) {
  const { isGone, told } = props;
  const orphan = told && !mayBeShown(props, told.action) && <Notice tone="bad">{told.message}</Notice>;
  return (
    <div class="actions">
      {orphan}
      {mayBeShown(props, 'reactivate') && <Reactivate {...props} />}
      {isGone && <LinkTo {...props} />}
      {isGone && <Purge {...props} />}
    </div>
  );
}

/** Nobody gets access back one by one while all accounts are frozen. */
function mayBeShown({ tenant, isGone, account }: Props, action: Told['action']): boolean {
  if (action !== 'reactivate') return isGone;
  const isFrozen = account.frozenAt !== null && tenant.settings['enabled'] === false;
  return !isGone && account.status !== 'active' && !isFrozen;
}

const pathOf = ({ tenant, account }: Props, action: Told['action']) =>
  tenantPath(tenant, `users/${encodeURIComponent(account.id)}/${action}`);

function Reactivate(props: Props) {
  const { told } = props;
  return (
    <details open={told?.action === 'reactivate'}>
      <summary>Give access back</summary>
      {told?.action === 'reactivate' && <Notice tone="bad">{told.message}</Notice>}
      <p>
        The user becomes active, as if the identity provider had said so. If the person is still not active
        there, its next update may end the access again.
      </p>
      <PostForm action={pathOf(props, 'reactivate')}>
        <button type="submit">Make active again</button>
      </PostForm>
    </details>
  );
}

function LinkTo(props: Props) {
  const told = props.told?.action === 'link' ? props.told : undefined;
  return (
    <details open={told !== undefined}>
      <summary>This person is back under another name</summary>
      <p>
        The newcomer gets this account with its id and data. The account that the newcomer has at present goes
        away, and the application is told that the two are one.
      </p>
      <PostForm action={pathOf(props, 'link')}>
        <Field
          name="newcomer"
          label="The newcomer’s user name"
          value={told?.typed}
          error={told?.message}
          maxlength={maxSearchLength}
          required
        />
        <button type="submit">Give this account to the newcomer</button>
      </PostForm>
    </details>
  );
}

function Purge(props: Props) {
  const told = props.told?.action === 'purge' ? props.told : undefined;
  return (
    <details open={told !== undefined}>
      <summary>Erase this account</summary>
      <p>
        The account is gone for good, with all that is kept of it here, and the application is told to erase
        its data. Whoever comes back gets a new account.
      </p>
      {props.isRecent ? (
        <PostForm action={pathOf(props, 'purge')}>
          <Field
            name="typed"
            label="Type the user name to confirm"
            value={told?.typed}
            error={told?.message}
            autocomplete="off"
            required
          />
          <button type="submit" class="danger">
            Erase for good
          </button>
        </PostForm>
      ) : (
        <Notice tone="attention">{enterAnew}</Notice>
      )}
    </details>
  );
}

/** What cannot be taken back asks for a fresh entry. */
export const enterAnew =
  'You came in more than half an hour ago. To erase something, sign out, come in again, and repeat this.';
