// How far freezing accounts has come, or giving them back. It is kept by the database, so that it is the same after a
// reload; a script keeps it true while the page is open.

import { type FreezeProgress, freezeState } from '../../../tenancy/freeze.ts';
import type { Tenant } from '../../../tenancy/tenant.ts';
import { tenantPath } from '../../context.ts';
import { PostForm } from '../../parts/form.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Notice } from '../../parts/notice.tsx';
import { counted, countWords } from '../../words.tsx';

interface Props {
  readonly tenant: Tenant;
  readonly progress: FreezeProgress;
  readonly isViewer: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export function Progress(props: Props) {
  const { tenant, progress } = props;
  const isOver = progress.finishedAt !== null;
  return (
    <section
      id="freeze"
      data-refresh={isOver ? undefined : tenantPath(tenant, 'switch-off/progress')}
      aria-live="polite"
    >
      {isOver ? <Outcome {...props} /> : <Bar progress={progress} />}
    </section>
  );
}

function Bar({ progress }: Pick<Props, 'progress'>) {
  const { direction, total, done, notBack, withoutSeat } = progress;
  const seen = done + notBack + withoutSeat;
  return (
    <>
      <label>
        {direction === 'freeze' ? 'Freezing accounts' : 'Giving accounts back'}: {countWords(seen)} of{' '}
        {countWords(total)}
        <progress value={seen} max={Math.max(1, total)} />
      </label>
      <p class="aside">You may leave this page. It goes on by itself.</p>
    </>
  );
}

function Outcome({ tenant, progress, isViewer, now }: Props) {
  const { done, notBack, withoutSeat, finishedAt } = progress;
  const when = finishedAt !== null && <Moment at={finishedAt} now={now} />;
  if (freezeState(progress) === 'frozen') {
    return (
      <Notice tone="attention">
        {counted(done, 'account was', 'accounts were')} frozen {when}. To give them back,{' '}
        <a href={`${tenantPath(tenant)}#provisioning`}>turn provisioning on</a>.
      </Notice>
    );
  }
  return (
    <>
      <p class="aside">
        {counted(done, 'account was', 'accounts were')} given back {when}.
        {notBack > 0 &&
          ` ${countWords(notBack)} stay without access, because their people are deactivated or gone by now.`}
      </p>
      {withoutSeat > 0 && (
        <Notice tone="attention">
          <p>
            {counted(withoutSeat, 'account stays', 'accounts stay')} frozen, because no seat is free. Raise
            the number of seats in the <a href={tenantPath(tenant, 'mappings/seats')}>mappings</a>, or
            deactivate somebody; then try again.
          </p>
          {!isViewer && (
            <PostForm action={tenantPath(tenant, 'switch-on')}>
              <button type="submit">Try again</button>
            </PostForm>
          )}
        </Notice>
      )}
    </>
  );
}
