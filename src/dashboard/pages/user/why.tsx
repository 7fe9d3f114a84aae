// "Why?": what decided about each part of an account, and by whose request, as a table.

import type { Tenant } from '../../../tenancy/tenant.ts';
import { tenantPath } from '../../context.ts';
import { Foreign, ForeignOr } from '../../parts/foreign.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Wide } from '../../parts/wide.tsx';
import { CauseWords } from '../../words.tsx';
import type { Reason, Since } from './explained.ts';

interface Props {
  readonly why: readonly Reason[];
  readonly tenant: Tenant;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export function Why({ why, tenant, now }: Props) {
  return (
    <section>
      <h2>Why</h2>
      <Wide label="Why">
        <table>
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col">Is</th>
              <th scope="col">Because</th>
              <th scope="col">Set</th>
            </tr>
          </thead>
          <tbody>
            {why.map(({ part, value, because, since }) => (
              <tr>
                <th scope="row">
                  <Foreign text={part} />
                </th>
                <td>
                  <ForeignOr text={value} none="none" />
                </td>
                <td>{because.map((piece) => becauseWords(piece, tenant))}</td>
                <td>
                  <SinceWords since={since} now={now} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
    </section>
  );
}

function becauseWords(piece: Reason['because'][number], tenant: Tenant) {
  if (typeof piece === 'string') return piece;
  if ('text' in piece) return <Foreign text={piece.text} />;
  const { value, display } = piece.group;
  return (
    <a href={tenantPath(tenant, `groups/${encodeURIComponent(value)}`)}>
      <Foreign text={display || value} />
    </a>
  );
}

function SinceWords({ since, now }: { readonly since: Since; readonly now: number }) {
  if (!since) return <span class="muted">before the events that are kept</span>;
  const { at, cause } = since;
  return (
    <>
      <Moment at={at} now={now} /> <CauseWords cause={cause} />
      <small class="under">
        request <code>{cause.requestId}</code>
      </small>
    </>
  );
}
