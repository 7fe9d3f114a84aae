// How far the judging of all users has come since settings were changed. It is kept by the database, so that it is
// the same after a reload; a script keeps it true while the page is open.

import type { ReevaluationProgress } from '../../../directory/reevaluate.ts';
import type { Tenant } from '../../../tenancy/tenant.ts';
import { tenantPath } from '../../context.ts';
import { Moment } from '../../parts/moment.tsx';
import { counted, countWords } from '../../words.tsx';

interface Props {
  readonly tenant: Tenant;
  readonly progress: ReevaluationProgress;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export function Progress({ tenant, progress, now }: Props) {
  const { total, done, changed, notDecidable, refused, finishedAt } = progress;
  const outcome = `${counted(changed, 'account', 'accounts')} changed`;
  const others = [
    notDecidable > 0 &&
      `${countWords(notDecidable)} keep their profile, because a rule asks for what is not kept`,
    refused > 0 && `${countWords(refused)} would not be let in by the present settings and stay as they are`,
  ].filter(Boolean);
  return (
    <section
      id="progress"
      data-refresh={finishedAt === null ? tenantPath(tenant, 'mappings/progress') : undefined}
      aria-live="polite"
    >
      {finishedAt === null ? (
        <>
          <label>
            Judging everybody by the new settings: {countWords(done)} of {countWords(total)}
            <progress value={done} max={Math.max(1, total)} />
          </label>
          <p class="aside">You may leave this page. It goes on by itself.</p>
        </>
      ) : (
        <p class="aside">
          Everybody was judged by the present settings <Moment at={finishedAt} now={now} />: {outcome} of{' '}
          {countWords(total)}
          {others.length > 0 && `; ${others.join('; ')}`}.
        </p>
      )}
    </section>
  );
}
