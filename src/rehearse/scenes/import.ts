// Import: more people than fit on a page, made a few at a time and read back page by page. The server may hold
// others as well, so only the run's own are judged, but whatever is listed must be listed once.

import { idOf } from '../answer.ts';
import type { Collection, Step } from '../client.ts';
import { type Expectation, equal, expect, Unmet } from '../expect.ts';
import { at, type Json, listAt, show } from '../json.ts';
import { inLanes } from '../lanes.ts';
import { created, list } from '../message.ts';
import { person } from '../person.ts';
import type { Stage } from '../stage.ts';

const PAGE = 100;
const CREATES_AT_ONCE = 10;

/** Makes `size` people, kept as `crowd`, and imports them. */
export function importOf(size: number): readonly Step[] {
  return [
    people(`Import: ${size} people are created`, 'crowd', size),
    {
      name: `Import: the ${size} are found in pages of ${PAGE}, each exactly once and complete`,
      play: async (stage) => {
        const ids = new Set<Json | undefined>(stage.recallAll('crowd'));
        const own = (await allPages(stage, '/Users')).filter((one) => ids.has(at(one, 'id')));
        const flawed = own.filter((one) => !isComplete(one));
        if (own.length !== ids.size) throw new Unmet(`${own.length} of the ${ids.size} people were listed`);
        if (flawed.length > 0) throw new Unmet(`${flawed.length} were listed incomplete: ${show(flawed[0])}`);
      },
    },
  ];
}

/** Makes `size` people and keeps their ids under `what`, in no order. */
export function people(name: string, what: string, size: number): Step {
  return {
    name,
    play: async (stage) => {
      const numbers = Array.from({ length: size }, (_, index) => index);
      const ids: string[] = [];
      const [problem] = await inLanes(numbers, CREATES_AT_ONCE, async (number) => {
        const somebody = stage.client.newUser(person(stage, `${what}${number}`));
        const answer = await stage.send('POST', '/Users', somebody);
        expect(answer, [201], created('User'));
        const id = idOf(answer);
        if (id !== undefined) ids.push(id);
      });
      if (problem !== undefined) throw problem;
      stage.keep(what, ids);
    },
  };
}

/** Reads all pages as an import does, by a fixed step until `totalResults` is covered; nothing is listed twice. */
export async function allPages(stage: Stage, collection: Collection): Promise<readonly Json[]> {
  const found: Json[] = [];
  let total: number | undefined;
  for (let startIndex = 1; startIndex <= (total ?? 1); startIndex += PAGE) {
    const answer = await stage.send('GET', `${collection}?startIndex=${startIndex}&count=${PAGE}`);
    expect(answer, [200], list, isPage(startIndex, total));
    total = Number(at(answer.body, 'totalResults'));
    found.push(...listAt(answer.body, 'Resources'));
  }
  const twice = found.length - new Set(found.map((one) => at(one, 'id'))).size;
  if (twice > 0)
    throw new Unmet(`${twice} of ${found.length} were listed twice over the pages of ${collection}`);
  return found;
}

/** A full page as long as enough remain, and the total that the first page said. */
function isPage(startIndex: number, firstTotal: number | undefined): Expectation {
  return ({ body }) => {
    const total = firstTotal ?? Number(at(body, 'totalResults'));
    const due = Math.max(0, Math.min(PAGE, total - startIndex + 1));
    return [
      ...equal(at(body, 'totalResults'), total, 'totalResults, compared with the first page,'),
      ...equal(listAt(body, 'Resources').length, due, 'the number of listed resources'),
    ];
  };
}

/** What an import must find on each person. */
function isComplete(one: Json): boolean {
  const texts = [
    at(one, 'userName'),
    at(one, 'name', 'givenName'),
    at(one, 'name', 'familyName'),
    at(listAt(one, 'emails')[0], 'value'),
  ];
  return texts.every((text) => typeof text === 'string' && text !== '') && at(one, 'active') === true;
}
