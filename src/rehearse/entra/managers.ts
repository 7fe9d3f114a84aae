// Department and manager, which Entra ID sends by their URN: the manager as a bare id that must be answered as an
// object, both cleared by an empty string, and the probe that asks whether somebody still has that manager.

import { create, patch } from '../change.ts';
import type { Step } from '../client.ts';
import { expect, has, lacks } from '../expect.ts';
import type { JsonObject } from '../json.ts';
import { exactly, list } from '../message.ts';
import { person } from '../person.ts';
import type { Stage } from '../stage.ts';
import { ENTERPRISE_USER } from '../urns.ts';
import { replace } from './updates.ts';

/** From a manager's creation to the probe. */
export const managers: readonly Step[] = [
  {
    name: 'Manager: a second person is created to be the manager',
    play: (stage) => create(stage, 'manager', '/Users', stage.client.newUser(person(stage, 'Boss'))),
  },
  {
    name: 'Manager: department, and the manager as a bare id, are set',
    play: (stage) => assignManager(stage, `${ENTERPRISE_USER}:manager`),
  },
  {
    name: 'Manager: an empty string clears both',
    play: async (stage) => {
      await assignManager(stage, `${ENTERPRISE_USER}:manager`);
      await patch(
        stage,
        '/Users',
        stage.recall('user'),
        [replace(`${ENTERPRISE_USER}:department`, ''), replace(`${ENTERPRISE_USER}:manager`, '')],
        lacks(ENTERPRISE_USER, 'department'),
        lacks(ENTERPRISE_USER, 'manager'),
      );
    },
  },
  {
    name: 'Manager: set by the URN with a dot before "manager"',
    play: (stage) => assignManager(stage, `${ENTERPRISE_USER}.manager`),
  },
  {
    name: 'Manager: the probe "has this person that manager?" is answered',
    play: async (stage) => {
      const user = stage.recall('user');
      const manager = stage.recall('manager');
      await assignManager(stage, `${ENTERPRISE_USER}:manager`);
      await probe(stage, '/Users', `id eq "${user}" and manager eq "${manager}"`, [user]);
      await probe(stage, '/Users', `id eq "${user}" and manager eq "${user}"`, []);
    },
  },
];

/** Asks for ids alone, as Entra does before it changes a reference. */
export async function probe(
  stage: Stage,
  collection: '/Users' | '/Groups',
  filter: string,
  ids: readonly string[],
): Promise<void> {
  const path = `${collection}?filter=${encodeURIComponent(filter)}&attributes=id`;
  expect(await stage.send('GET', path), [200], list, exactly(ids));
}

async function assignManager(stage: Stage, managerPath: string): Promise<void> {
  const manager = stage.recall('manager');
  const operations: readonly JsonObject[] = [
    { op: 'Add', path: `${ENTERPRISE_USER}:department`, value: 'Sales' },
    { op: 'Add', path: managerPath, value: manager },
  ];
  await patch(
    stage,
    '/Users',
    stage.recall('user'),
    operations,
    has('Sales', ENTERPRISE_USER, 'department'),
    has(manager, ENTERPRISE_USER, 'manager', 'value'),
  );
}
