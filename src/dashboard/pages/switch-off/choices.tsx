// The three ways to switch off, from the mildest on, each with what becomes of everything and how it is taken back.

import type { PropsWithChildren } from 'hono/jsx';
import type { FreezeProgress } from '../../../tenancy/freeze.ts';
import type { SeenTenant } from '../../../tenancy/tenant.ts';
import { type Entry, tenantPath } from '../../context.ts';
import { typedAbove } from '../../limits.ts';
import { Field, PostForm } from '../../parts/form.tsx';
import { ComeInAgain } from '../../parts/recent.tsx';
import { counted } from '../../words.tsx';

interface Props {
  readonly tenant: SeenTenant;
  readonly entry: Entry;
  readonly isOn: boolean;
  /** The latest one, or what gave it back. */
  readonly freeze: FreezeProgress | undefined;
}

const pathOf = ({ tenant }: Pick<Props, 'tenant'>) => tenantPath(tenant, 'switch-off');

export function Keep(props: Props) {
  const { tenant, entry, isOn } = props;
  return (
    <section id="keep">
      <h2>Keep: turn provisioning off</h2>
      <ul>
        <li>
          Your identity provider’s requests are refused from then on, and it shows errors. What changes there
          meanwhile does not arrive here.
        </li>
        <li>Nobody loses access, and nothing is deleted. Tokens stay.</li>
        <li>
          To take it back, turn provisioning on on the <a href={tenantPath(tenant)}>set-up page</a>.
        </li>
      </ul>
      {!isOn && <p class="aside">Provisioning is off already.</p>}
      {isOn && entry.session.role === 'administrator' && (
        <Recently entry={entry} path={pathOf(props)} to="turn provisioning off">
          <PostForm action={`${pathOf(props)}/keep`}>
            <button type="submit">Turn provisioning off</button>
          </PostForm>
        </Recently>
      )}
    </section>
  );
}

/** What was typed instead of the number, and why it was refused. */
export interface Mistyped {
  readonly typed: string;
  readonly error: string;
}

export function Freeze({ mistyped, ...props }: Props & { readonly mistyped: Mistyped | undefined }) {
  const { tenant, entry, freeze } = props;
  const isFrozen = freeze?.direction === 'freeze';
  const isUnderWay = isFrozen && freeze.finishedAt === null;
  const active = tenant.seatsTaken;
  return (
    <section id="freeze-all">
      <h2>Freeze: end everybody’s access, too</h2>
      <ul>
        <li>
          Provisioning is turned off, and every active account is deactivated. Your application is told of
          each. Seats become free.
        </li>
        <li>Nothing is deleted: people, groups, accounts and their data stay.</li>
        <li>
          To take it back, turn provisioning on: exactly these accounts become active again, as far as their
          people are still there and active, and as far as there are seats.
        </li>
      </ul>
      {isFrozen && (
        <p class="aside">{isUnderWay ? 'Accounts are being frozen.' : 'All accounts are frozen already.'}</p>
      )}
      {!isFrozen && entry.session.role === 'administrator' && (
        <Recently entry={entry} path={pathOf(props)} to="freeze all accounts">
          <PostForm action={`${pathOf(props)}/freeze`}>
            {active > typedAbove && (
              <div class="narrow">
                <Field
                  name="accounts"
                  label={`Type ${active}, the number of active accounts, to confirm`}
                  value={mistyped?.typed}
                  error={mistyped?.error}
                  autocomplete="off"
                  inputmode="numeric"
                  required
                />
              </div>
            )}
            <button type="submit" class="danger">
              Freeze {counted(active, 'account', 'accounts')}
            </button>
          </PostForm>
        </Recently>
      )}
    </section>
  );
}

export function Remove({ tenant, entry }: Pick<Props, 'tenant' | 'entry'>) {
  return (
    <section id="remove">
      <h2>Remove: erase everything</h2>
      <ul>
        <li>
          The URL, tokens, links and API keys stop working at once. Everything is erased after seven days.
        </li>
        <li>Your application is told nothing and removes nobody by itself: freeze first, if it should.</li>
        <li>It cannot be taken back.</li>
      </ul>
      {entry.session.kind === 'operator' ? (
        <p>
          <a href={tenantPath(tenant, 'remove')}>Remove this tenant …</a>
        </p>
      ) : (
        <p class="aside">Only the vendor can do this. Ask whoever sent you the link to these pages.</p>
      )}
    </section>
  );
}

interface RecentlyProps {
  readonly entry: Entry;
  readonly path: string;
  /** What one could do. */
  readonly to: string;
}

/** The button, or what has to be done before there is one. */
function Recently({ entry, path, to, children }: PropsWithChildren<RecentlyProps>) {
  return entry.isRecent ? children : <ComeInAgain entry={entry} to={to} path={path} />;
}
