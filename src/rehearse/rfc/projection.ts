// `attributes` and `excludedAttributes` (RFC 7644 §3.9), on reading, listing and changing.

import type { Answer } from '../answer.ts';
import { pathOf } from '../change.ts';
import type { Step } from '../client.ts';
import { type Expectation, expect, has, lacks, unless } from '../expect.ts';
import { at, isObject, type Json, listAt, show } from '../json.ts';
import { list, refusal } from '../message.ts';
import type { Stage } from '../stage.ts';
import { USER } from '../urns.ts';
import { query, user, userBody, within } from './cast.ts';
import { rule, where } from './rule.ts';
import { values } from './shape.ts';

const ATTRIBUTES =
  'RFC 7644 §3.9: "attributes": the minimum set (schemas, id) and what is named, nothing else';
const EXCLUDED =
  'RFC 7644 §3.9: "excludedAttributes": the default set without what is named; never without id';

/** Rules about what is shown. */
export const projection: readonly Step[] = [
  shows('attributes=userName', ATTRIBUTES, only('userName')),
  shows('attributes=name.familyName', ATTRIBUTES, only('name'), lacks('name', 'givenName')),
  shows('attributes=USERNAME,Name', ATTRIBUTES, only('userName', 'name'), has('Shown', 'name', 'givenName')),
  shows(`attributes=${USER}:title`, 'RFC 7644 §3.10: fully encoded attribute names', only('title')),
  shows('attributes=emails.type', ATTRIBUTES, only('emails'), values('emails', 'type', ['work']), noAddress),
  shows(
    'excludedAttributes=title,emails',
    EXCLUDED,
    lacks('title'),
    lacks('emails'),
    has('Nick', 'nickName'),
  ),
  shows(
    'excludedAttributes=name.givenName',
    EXCLUDED,
    lacks('name', 'givenName'),
    has('Rehearsal', 'name', 'familyName'),
  ),
  shows('excludedAttributes=id,schemas,userName', EXCLUDED, has(true, 'active'), keepsMinimum),
  rule(
    'Projection: both parameters together are refused',
    'RFC 7644 §3.9: they are mutually exclusive',
    async (stage) => {
      const id = await user(stage, 'ShownBoth');
      const path = `${pathOf('/Users', id)}?attributes=userName&excludedAttributes=title`;
      expect(await stage.send('GET', path), [400], refusal(400));
    },
  ),
  rule('Projection: on POST', ATTRIBUTES, async (stage) => {
    const body = userBody(stage, 'ShownPost', { title: 'Shown' });
    expect(
      await stage.send('POST', '/Users?attributes=title', body),
      [201],
      only('title'),
      has('Shown', 'title'),
    );
  }),
  rule('Projection: on PUT', EXCLUDED, async (stage) => {
    const id = await user(stage, 'ShownPut');
    const body = userBody(stage, 'ShownPut', { title: 'Shown' });
    const answer = await stage.send('PUT', `${pathOf('/Users', id)}?excludedAttributes=emails,title`, body);
    expect(answer, [200], has(id, 'id'), lacks('emails'), lacks('title'), keepsMinimum);
  }),
  ...where(
    ['filter'],
    [
      listShows({ attributes: 'userName' }, ATTRIBUTES, only('userName')),
      listShows(
        { excludedAttributes: 'emails,name' },
        EXCLUDED,
        lacks('emails'),
        lacks('name'),
        keepsMinimum,
      ),
    ],
  ),
];

/** Somebody fresh, read with these parameters. */
function shows(parameters: string, wanted: string, ...expected: readonly Expectation[]): Step {
  const who = `Shown-${parameters.replace(/[^a-z]+/gi, '-')}`;
  return rule(`Projection: ${parameters}`, wanted, async (stage) => {
    const name = { givenName: 'Shown', familyName: 'Rehearsal' };
    const id = await user(stage, who, { title: 'Shown', nickName: 'Nick', name });
    const answer = await stage.send('GET', `${pathOf('/Users', id)}?${parameters}`);
    expect(answer, [200], has(id, 'id'), ...expected);
  });
}

/** Each of the cast, listed with these parameters. */
function listShows(
  parameters: Readonly<Record<string, string>>,
  wanted: string,
  ...expected: readonly Expectation[]
): Step {
  const [asked] = Object.entries(parameters).map((pair) => pair.join('='));
  return rule(`Projection: a list with ${asked ?? ''}`, wanted, async (stage: Stage) => {
    stage.recall('queried cast');
    const answer = await stage.send('GET', query('/Users', { filter: within(stage), ...parameters }));
    expect(answer, [200], list, ({ body }) =>
      listAt(body, 'Resources').flatMap((one: Json) =>
        expected.flatMap((expectation) => expectation({ ...answer, body: one })),
      ),
    );
  });
}

/** That nothing but the minimum set and these are there. */
function only(...names: readonly string[]): Expectation {
  return ({ body }) => {
    const found = isObject(body) ? Object.keys(body) : [];
    const extra = found.filter((name) => !['schemas', 'id', ...names].includes(name));
    const missing = ['schemas', 'id', ...names].filter((name) => !found.includes(name));
    return [
      ...unless(extra.length === 0, `${extra.join(', ')} came unasked`),
      ...unless(missing.length === 0, `${missing.join(', ')} is missing`),
    ];
  };
}

function keepsMinimum({ body }: Answer): readonly string[] {
  return [
    ...unless(typeof at(body, 'id') === 'string', `id is ${show(at(body, 'id'))}`),
    ...unless(listAt(body, 'schemas').includes(USER), `schemas is ${show(at(body, 'schemas'))}`),
  ];
}

function noAddress({ body }: Answer): readonly string[] {
  const shown = listAt(body, 'emails').some((one) => at(one, 'value') !== undefined);
  return unless(!shown, 'emails.value came unasked');
}
