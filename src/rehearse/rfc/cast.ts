// Who takes part in the protocol's assertions: a fresh person or group wherever a step changes something, so that no
// step depends on another, and one cast of five that queries are asked about.

import { idOf } from '../answer.ts';
import { expect } from '../expect.ts';
import type { JsonObject } from '../json.ts';
import { created } from '../message.ts';
import { groupName, person } from '../person.ts';
import type { Stage } from '../stage.ts';
import { ENTERPRISE_USER, USER } from '../urns.ts';
import { isOffered } from './rule.ts';

/** An e-mail address of this run. */
export function address(stage: Stage, local: string): string {
  return `${local}-${stage.run}@example.com`;
}

/** The body of somebody new; `more` goes over what everybody has. */
export function userBody(stage: Stage, who: string, more: JsonObject = {}): JsonObject {
  return { ...stage.client.newUser(person(stage, who)), ...more };
}

/** Creates somebody for one step and returns the id. */
export function user(stage: Stage, who: string, more: JsonObject = {}): Promise<string> {
  return made(stage, '/Users', userBody(stage, who, more));
}

/** Creates a group for one step and returns the id. */
export function group(stage: Stage, which: string, members: readonly string[] = []): Promise<string> {
  const body = stage.client.newGroup(groupName(stage, which));
  return made(stage, '/Groups', { ...body, members: members.map((value) => ({ value })) });
}

async function made(stage: Stage, collection: '/Users' | '/Groups', body: JsonObject): Promise<string> {
  const answer = await stage.send('POST', collection, body);
  expect(answer, [201], created(collection === '/Users' ? 'User' : 'Group'));
  return idOf(answer) ?? '';
}

/** The cast of the queries. */
export type Letter = 'A' | 'B' | 'C' | 'D' | 'E';

export const LETTERS: readonly Letter[] = ['A', 'B', 'C', 'D', 'E'];

/** What distinguishes the five; D has no title and no e-mail address. */
export function castBody(stage: Stage, letter: Letter): JsonObject {
  const mail = (type: string, primary: boolean) => ({
    value: address(stage, `${letter.toLowerCase()}-${type}`),
    type,
    primary,
  });
  const name = (familyName: string) => ({ givenName: letter, familyName });
  const isExtended = letter === 'A' && isOffered(stage, 'enterprise');
  const more: Readonly<Record<Letter, JsonObject>> = {
    A: {
      title: 'Actor',
      nickName: 'Al "the Voice"',
      name: name('Zeta'),
      // The primary address is not the first.
      emails: [mail('home', false), { ...mail('work', true), value: address(stage, 'z-work') }],
      ...(isExtended && { schemas: [USER, ENTERPRISE_USER], [ENTERPRISE_USER]: { department: 'Props' } }),
    },
    B: { title: 'director', name: name('Vega'), emails: [mail('work', true)] },
    C: {
      title: 'Stage Manager',
      nickName: 'Cy',
      name: name('Young'),
      emails: [mail('home', true)],
      active: false,
    },
    D: { name: name('West'), emails: [] },
    E: { title: 'Extra', name: name('Xu'), emails: [mail('work', true)] },
  };
  return userBody(stage, `Cast${letter}`, more[letter]);
}

/** The ids of the cast's members with these letters. */
export function idsOf(stage: Stage, letters: string): readonly string[] {
  const ids = stage.recallAll('queried cast');
  return ids.filter((_, index) => letters.includes(LETTERS[index] ?? '?'));
}

/** A filter that only the cast of this run can meet, and in it `filter`. */
export function within(stage: Stage, filter?: string): string {
  const own = `userName sw "${person(stage, 'Cast').userName.replace(/@.*/, '')}"`;
  return filter === undefined ? own : `${own} and (${filter})`;
}

/** A query of users; parameters are encoded, one without a value is sent bare. */
export function query(path: string, parameters: Readonly<Record<string, string | number>>): string {
  const pairs = Object.entries(parameters).map(([name, value]) =>
    value === '' ? name : `${name}=${encodeURIComponent(value)}`,
  );
  return `${path}?${pairs.join('&')}`;
}
