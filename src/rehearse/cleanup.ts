// The end of each run: whatever it made is deleted, also after a failure. Only what the run's own account names is
// touched, or what bears, sign for sign, a name that the run has sent: a server that ignores filters must not lose
// anybody.

import { pathOf } from './change.ts';
import { at, listAt } from './json.ts';
import { inLanes } from './lanes.ts';
import type { Doubt } from './ledger.ts';
import type { Check } from './report.ts';
import type { Stage } from './stage.ts';

const REQUESTS_AT_ONCE = 10;
const ATTEMPTS = 2;
const NAMED_AT_MOST = 5;

/** Deletes all that the run has made, and reports what it could not. */
export async function cleanUp(stage: Stage): Promise<Check> {
  const { ledger } = stage;
  const unresolved = new Set(ledger.doubts());
  await inLanes(ledger.doubts(), REQUESTS_AT_ONCE, async (doubt) => {
    const isKnown = await lookFor(stage, doubt);
    if (isKnown) unresolved.delete(doubt);
  });

  const count = ledger.made().length;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    // One collection after the other: the people go when their groups are gone.
    for (const collection of ['/Groups/', '/Users/']) {
      const paths = ledger.made().filter((path) => path.startsWith(collection));
      await inLanes(paths, REQUESTS_AT_ONCE, async (path) => void (await stage.send('DELETE', path)));
    }
  }

  const left = [
    ...ledger.made(),
    ...[...unresolved].map(({ collection, name }) => `${collection} "${name}"`),
  ];
  return {
    name: 'Clean up: all that was created is deleted again',
    ok: left.length === 0,
    detail: left.length === 0 ? `${count} deleted` : `${left.length} may be left: ${some(left)}`,
  };
}

/** Finds what a POST without a usable answer may have made; false when the server does not say. */
async function lookFor(stage: Stage, { collection, attribute, name }: Doubt): Promise<boolean> {
  const answer = await stage.send('GET', stage.client.lookUp(collection, `${attribute} eq "${name}"`));
  for (const found of listAt(answer.body, 'Resources')) {
    const id = at(found, 'id');
    if (at(found, attribute) === name && typeof id === 'string') stage.ledger.adopt(pathOf(collection, id));
  }
  return typeof at(answer.body, 'totalResults') === 'number';
}

function some(names: readonly string[]): string {
  const more = names.length > NAMED_AT_MOST ? ', …' : '';
  return `${names.slice(0, NAMED_AT_MOST).join(', ')}${more}`;
}
