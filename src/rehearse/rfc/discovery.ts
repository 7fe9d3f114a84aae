// What the server says about itself (RFC 7644 §4, RFC 7643 §5–§7). What it advertises here decides which of the other
// assertions are played.

import type { Step } from '../client.ts';
import { type Expectation, equal, expect, Unmet } from '../expect.ts';
import { at, listAt, show } from '../json.ts';
import { refusal, scimDocument } from '../message.ts';
import type { Stage } from '../stage.ts';
import { ENTERPRISE_USER, GROUP, RESOURCE_TYPE, SCHEMA, SERVICE_PROVIDER_CONFIG, USER } from '../urns.ts';
import { configurationProblems, OPTIONAL, resourceTypeProblems } from './configuration-shape.ts';
import { EXTENSIONS, FEATURES, rule } from './rule.ts';
import { schemaProblems } from './schema-shape.ts';
import { documents, sameAs } from './shape.ts';

/** The three endpoints. */
export const discovery: readonly Step[] = [
  rule(
    'Discovery: /ServiceProviderConfig says of each feature whether it is there',
    'RFC 7643 §5: each feature is an object with a boolean "supported", authenticationSchemes is a list',
    async (stage) => {
      const answer = await stage.send('GET', '/ServiceProviderConfig');
      expect(answer, [200], scimDocument(SERVICE_PROVIDER_CONFIG, configurationProblems));
      const offered = OPTIONAL.filter((name) => at(answer.body, name, 'supported') === true);
      const cursor = at(answer.body, 'pagination', 'cursor') === true ? ['cursor'] : [];
      stage.keep(FEATURES, [...offered, ...cursor]);
      stage.keep('whole configuration', [JSON.stringify(answer.body)]);
      stage.remark(`offered: ${[...offered, ...cursor].join(', ') || 'nothing'}`);
    },
  ),
  rule(
    'Discovery: /ResourceTypes lists User and Group with endpoint and schema',
    'RFC 7643 §6: name, endpoint and schema are required; each extension names its schema and "required"',
    async (stage) => {
      const answer = await stage.send('GET', '/ResourceTypes');
      const resources = listAt(answer.body, 'Resources');
      const typed = (name: string) => resources.find((one) => at(one, 'name') === name);
      const known: Expectation = () => [
        ...resources.flatMap(resourceTypeProblems),
        ...equal(at(typed('User'), 'schema'), USER, "the schema of 'User'"),
        ...equal(at(typed('User'), 'endpoint'), '/Users', "the endpoint of 'User'"),
        ...equal(at(typed('Group'), 'schema'), GROUP, "the schema of 'Group'"),
        ...equal(at(typed('Group'), 'endpoint'), '/Groups', "the endpoint of 'Group'"),
      ];
      expect(answer, [200], documents, known);
      const extensions = listAt(typed('User'), 'schemaExtensions').map((one) => at(one, 'schema'));
      stage.keep(EXTENSIONS, extensions.includes(ENTERPRISE_USER) ? ['enterprise'] : []);
    },
  ),
  rule(
    'Discovery: /Schemas describes every attribute, among them those of User and Group',
    'RFC 7643 §7: an attribute has name, type, multiValued, mutability, returned and uniqueness as defined',
    async (stage) => {
      const answer = await stage.send('GET', '/Schemas');
      expect(answer, [200], documents, ({ body }) => listAt(body, 'Resources').flatMap(schemaProblems));
    },
  ),
  rule(
    'Discovery: every schema that a resource type names is described in /Schemas',
    'RFC 7643 §6: "schema" must equal the "id" of the associated Schema resource',
    async (stage) => {
      const types = await stage.send('GET', '/ResourceTypes');
      expect(types, [200], documents);
      const named = listAt(types.body, 'Resources').flatMap((type) => [
        at(type, 'schema'),
        ...listAt(type, 'schemaExtensions').map((one) => at(one, 'schema')),
      ]);
      const answer = await stage.send('GET', '/Schemas');
      const ids = listAt(answer.body, 'Resources').map((one) => at(one, 'id'));
      expect(answer, [200], documents, () =>
        named.filter((urn) => !ids.includes(urn ?? null)).map((urn) => `${show(urn)} is not described`),
      );
    },
  ),
  eachByItself('/ResourceTypes', 'name'),
  eachByItself('/Schemas', 'id'),
  ...['/ResourceTypes', '/Schemas'].flatMap((path) => [
    rule(
      `Discovery: ${path} refuses a filter`,
      'RFC 7644 §4: if a "filter" is provided, 403, so that nobody assumes that it was applied',
      async (stage) => {
        const filter = encodeURIComponent('name eq "User"');
        expect(await stage.send('GET', `${path}?filter=${filter}`), [403], refusal(403));
      },
    ),
    rule(
      `Discovery: ${path} ignores paging and sorting`,
      'RFC 7644 §4: filtering, sorting and pagination parameters shall be ignored',
      async (stage) => {
        const whole = await stage.send('GET', path);
        expect(whole, [200], documents);
        const { length } = listAt(whole.body, 'Resources');
        const paged = await stage.send('GET', `${path}?startIndex=2&count=1&sortBy=name`);
        expect(paged, [200], documents, ({ body }) =>
          equal(listAt(body, 'Resources').length, length, 'the number of documents'),
        );
      },
    ),
    rule(
      `Discovery: an unknown one of ${path} is not found`,
      'RFC 7644 §3.12: 404 for what does not exist, as an error body',
      async (stage) =>
        expect(await stage.send('GET', `${path}/rehearse-none-${stage.run}`), [404], refusal(404)),
    ),
  ]),
];

/** Each listed document, read alone, is the same as in the list. */
function eachByItself(path: string, key: string): Step {
  return rule(
    `Discovery: each of ${path} can be read by itself, as it was listed`,
    'RFC 7644 §4: a specific one is returned as a single object, in the same way as a User',
    async (stage: Stage) => {
      const list = await stage.send('GET', path);
      expect(list, [200], documents);
      for (const one of listAt(list.body, 'Resources')) {
        const id = at(one, key);
        if (typeof id !== 'string') throw new Unmet(`${key} is ${show(id)}, expected a string`);
        const urn = path === '/Schemas' ? SCHEMA : RESOURCE_TYPE;
        expect(
          await stage.send('GET', `${path}/${id}`),
          [200],
          scimDocument(urn, () => []),
          sameAs(one),
        );
      }
    },
  );
}
