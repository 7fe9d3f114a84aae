// What has come so far from a tenant's identity provider, what to do for the next thing to come, and the last request
// that was refused, with what to do about it.

import type { Checklist, Step } from '../../activity/checklist.ts';
import { type Explanation, explain } from '../../activity/explain.ts';
import type { ActivityEntry } from '../../activity/log.ts';
import { Moment } from '../parts/moment.tsx';
import { Notice } from '../parts/notice.tsx';
import type { Product } from './products.tsx';

export interface ProgressProps {
  readonly checklist: Checklist;
  readonly lastError: ActivityEntry | undefined;
  readonly product: Product;
  readonly now: number;
}

export function Progress({ checklist, lastError, product, now }: ProgressProps) {
  const { client, steps, advice } = checklist;
  return (
    <>
      <ul class="progress">
        {steps.map((step) => (
          <Milestone step={step} now={now} />
        ))}
      </ul>
      {client.id !== 'unknown' && <p class="muted">Its requests look like those of: {client.name}</p>}
      <Trouble advice={advice} lastError={lastError} product={product} now={now} />
    </>
  );
}

/** What is to be changed, and the last request that was refused. */
function Trouble({
  advice,
  lastError,
  product,
  now,
}: Omit<ProgressProps, 'checklist'> & Pick<Checklist, 'advice'>) {
  return (
    <>
      {advice.map(({ text }) => (
        <Notice tone="attention">
          <p>{text}</p>
        </Notice>
      ))}
      {lastError && <LastError entry={lastError} product={product} now={now} />}
    </>
  );
}

function Milestone({ step: { title, doneAt, todo }, now }: { readonly step: Step; readonly now: number }) {
  return (
    <li class={doneAt ? 'done' : 'open'}>
      <span aria-hidden="true">{doneAt ? '✓' : '○'}</span>
      <span>
        {title}:{' '}
        <span class="muted">{doneAt ? <Moment at={doneAt} now={now} /> : `not yet. ${todo ?? ''}`}</span>
      </span>
    </li>
  );
}

function LastError({
  entry,
  product,
  now,
}: {
  readonly entry: ActivityEntry;
  readonly product: Product;
  readonly now: number;
}) {
  const explanation = explain(entry);
  const where = product.id === 'other' ? undefined : product.name;
  return (
    <Notice tone="attention">
      <p>
        <strong>
          {entry.count > 1 ? `${entry.count.toLocaleString('en')} requests were` : 'A request was'} refused
        </strong>{' '}
        <Moment at={entry.occurredAt} now={now} />. {explanation.what}
      </p>
      {entry.detail && <p>What we answered: “{entry.detail}”</p>}
      {where && adviceIn(explanation, product) && (
        <p>
          <b>In {where}:</b> {adviceIn(explanation, product)}
        </p>
      )}
      {explanation.here && (
        <p>
          <b>Here:</b> {explanation.here}
        </p>
      )}
    </Notice>
  );
}

function adviceIn({ okta, entra }: Explanation, { id }: Product): string | null {
  switch (id) {
    case 'okta':
    case 'okta-catalog':
      return okta;
    case 'entra':
      return entra;
    case 'other':
      return null;
    default:
      return id satisfies never;
  }
}
