// What came of a trial's steps so far, and at its end what it means and what to do.

import type { Trial, TrialLine } from '../../tenancy/trial.ts';
import { tenantPath } from '../context.ts';
import { Foreign } from '../parts/foreign.tsx';
import { Notice } from '../parts/notice.tsx';
import type { Product } from '../set-up/products.tsx';
import { calledIn, stepsOf } from './run.ts';

interface ReportProps {
  readonly trial: Trial;
  readonly product: Product;
}

/** How the directory was set up for it, and a line for each step that was played. */
export function Report({ trial: { notes } }: ReportProps) {
  return (
    <>
      {notes.remarks.length > 0 && (
        <Notice tone="attention">
          {notes.remarks.map((remark) => (
            <p>{remark}</p>
          ))}
        </Notice>
      )}
      <ul class="progress">
        {notes.lines.map((line) => (
          <Line line={line} />
        ))}
      </ul>
    </>
  );
}

const signs: Readonly<Record<TrialLine['outcome'], string>> = {
  passed: '✓',
  refused: '!',
  failed: '✗',
  skipped: '○',
};

function Line({ line: { name, outcome, detail } }: { readonly line: TrialLine }) {
  return (
    <li class={outcome === 'passed' ? 'done' : outcome}>
      <span aria-hidden="true">{signs[outcome]}</span>
      <span>
        {name} <br />
        <span class="muted">
          {words[outcome]}
          <Foreign text={detail} whole />
        </span>
      </span>
    </li>
  );
}

const words: Readonly<Record<TrialLine['outcome'], string>> = {
  passed: 'Passed: ',
  refused: 'Refused by this directory: ',
  failed: 'Went wrong: ',
  skipped: '',
};

/** After the last step. */
export function Summary({ trial, product, slug }: ReportProps & { readonly slug: string }) {
  const { lines } = trial.notes;
  const count = (outcome: TrialLine['outcome']) => lines.filter((line) => line.outcome === outcome).length;
  const [passed, refused, failed] = [count('passed'), count('refused'), count('failed')];
  const name = product.id === 'other' ? 'SCIM 2.0' : product.name;
  if (passed === stepsOf(product)) {
    return (
      <Notice tone="good">
        <p>
          All {stepsOf(product)} steps passed: this directory understands {name}.
        </p>
      </Notice>
    );
  }
  return (
    <Notice tone="bad">
      <p>
        {passed} of {stepsOf(product)} steps passed
        {lines.length < stepsOf(product) && ', and the others were not played'}.
      </p>
      {refused > 0 && (
        <p>
          Where this directory has refused something, its line says why. Change what {calledIn(product)}{' '}
          sends, or what this directory asks for, in <a href={tenantPath({ slug }, 'mappings')}>Mappings</a>.
        </p>
      )}
      {failed > 0 && (
        <p>
          What went wrong without being refused is no fault of yours: send this list to the vendor of this
          service.
        </p>
      )}
    </Notice>
  );
}
