// Creating and reading (RFC 7644 §3.3, §3.4.1).

import { create, pathOf, read } from '../change.ts';
import type { Step } from '../client.ts';
import { equal, expect, has, lacks, unless } from '../expect.ts';
import { at, type JsonObject, show } from '../json.ts';
import { created, refusal } from '../message.ts';
import { person, shows } from '../person.ts';
import { ENTERPRISE_USER, USER } from '../urns.ts';
import { user, userBody } from './cast.ts';
import { isOffered, rule } from './rule.ts';
import { isInstant, refusedAs, sameAs, schemas } from './shape.ts';

/** Rules about resources as a whole; PUT has its own file. */
export const resources: readonly Step[] = [
  rule(
    'Create: 201 with the whole resource, and with its address in Location and meta.location',
    'RFC 7644 §3.3: 201, Location and meta.location equal; RFC 7643 §3.1: meta with both times',
    async (stage) => {
      const body = userBody(stage, 'Whole');
      const answer = await stage.send('POST', '/Users', body);
      expect(answer, [201], created('User'), ...shows(person(stage, 'Whole')), ({ body: shown }) =>
        ['created', 'lastModified'].flatMap((name) => {
          const value = at(shown, 'meta', name);
          return unless(isInstant(value), `meta.${name} is ${show(value)}, expected a date and time`);
        }),
      );
      const id = at(answer.body, 'id');
      if (typeof id === 'string')
        expect(await stage.send('GET', pathOf('/Users', id)), [200], sameAs(answer.body ?? null));
    },
  ),
  rule(
    'Create: schemas names exactly the schemas that are in use',
    'RFC 7643 §3: schemas holds the base schema and the extensions in use, and no others',
    async (stage) => {
      const plain = await user(stage, 'Schemas');
      await read(stage, '/Users', plain, schemas(USER));
      if (!isOffered(stage, 'enterprise')) return;
      const extended = { schemas: [USER, ENTERPRISE_USER], [ENTERPRISE_USER]: { department: 'Props' } };
      const id = await user(stage, 'Extended', extended);
      const department = has('Props', ENTERPRISE_USER, 'department');
      await read(stage, '/Users', id, schemas(USER, ENTERPRISE_USER), department);
    },
  ),
  rule(
    'Create: a password is taken and never shown',
    'RFC 7643 §4.1.1: password is writeOnly and returned "never"',
    async (stage) => {
      await create(
        stage,
        'person with password',
        '/Users',
        userBody(stage, 'Pass', { password: stage.password }),
      );
      await read(stage, '/Users', stage.recall('person with password'), lacks('password'));
      const path = `${pathOf('/Users', stage.recall('person with password'))}?attributes=password`;
      expect(
        await stage.send('GET', path),
        [200],
        lacks('password'),
        has(stage.recall('person with password'), 'id'),
      );
    },
  ),
  rule(
    'Create: what is readOnly is ignored',
    'RFC 7644 §3.3: attributes whose mutability is readOnly shall be ignored; RFC 7643 §3.1: id is the server’s',
    async (stage) => {
      const meta = {
        resourceType: 'Group',
        created: '2001-01-01T00:00:00Z',
        location: 'https://x.example/1',
      };
      const body = userBody(stage, 'ReadOnly', { id: `chosen-${stage.run}`, meta, groups: [{ value: 'g' }] });
      const answer = await stage.send('POST', '/Users', body);
      expect(answer, [201], created('User'), lacks('groups'), ({ body: shown }) => [
        ...unless(at(shown, 'id') !== `chosen-${stage.run}`, 'id is the one that the client sent'),
        ...unless(
          at(shown, 'meta', 'created') !== meta.created,
          'meta.created is the one that the client sent',
        ),
      ]);
    },
  ),
  rule(
    'Create: unknown attributes are ignored',
    'RFC 7644 §3.3, RFC 7643 §2: a server ignores attributes that it does not know',
    async (stage) => {
      const body = userBody(stage, 'Unknown', { rehearsalOnly: 'x', 'urn:example:rehearsal': { y: 1 } });
      await create(stage, 'person with unknown', '/Users', body, lacks('rehearsalOnly'), schemas(USER));
    },
  ),
  refused('Create: a person without userName is refused', { schemas: [USER], displayName: 'Nobody' }),
  refused('Create: a userName of another type is refused', { schemas: [USER], userName: { x: 1 } }),
  rule(
    'Create: a userName that is taken is refused, in any case',
    'RFC 7644 §3.3: 409 with scimType uniqueness; RFC 7643 §4.1.1: userName is unique, case insensitive',
    async (stage) => {
      const id = await user(stage, 'Taken');
      const { userName } = person(stage, 'Taken');
      for (const name of [userName, userName.toUpperCase()]) {
        const body = userBody(stage, 'Taken', { userName: name, externalId: `again-${stage.run}` });
        expect(await stage.send('POST', '/Users', body), [409], refusedAs(409, 'uniqueness'));
      }
      await read(stage, '/Users', id, ...shows(person(stage, 'Taken')));
    },
  ),
  rule(
    'Create: two primary values are refused, or reduced to one',
    'RFC 7643 §2.4: the primary attribute value "true" must appear no more than once',
    async (stage) => {
      const emails = ['a', 'b'].map((local) => ({
        value: `${local}@example.com`,
        type: local,
        primary: true,
      }));
      const answer = await stage.send('POST', '/Users', userBody(stage, 'Primary', { emails }));
      if (answer.status === 400) return expect(answer, [400], refusal(400));
      expect(answer, [201, 400], created('User'), ({ text }) =>
        equal(text.split('"primary":true').length - 1, 1, 'the number of primary values'),
      );
    },
  ),
];

function refused(name: string, body: JsonObject): Step {
  const wanted = 'RFC 7644 §3.12, table 9: 400, invalidValue (or invalidSyntax)';
  return rule(name, wanted, async (stage) =>
    expect(await stage.send('POST', '/Users', body), [400], refusedAs(400, 'invalidValue', 'invalidSyntax')),
  );
}
