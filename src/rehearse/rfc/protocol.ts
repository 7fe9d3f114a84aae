// What holds for every answer: its media type, how a wrong token and an unknown address are refused, and "/Me".

import { succeeded } from '../answer.ts';
import type { Step } from '../client.ts';
import { expect, Unmet, unless } from '../expect.ts';
import { at, show } from '../json.ts';
import { list, refusal, resource } from '../message.ts';
import { wrongToken } from '../scenes/connect.ts';
import { userBody } from './cast.ts';
import { rule } from './rule.ts';
import { refusedAs } from './shape.ts';

const UNAUTHORIZED = 'RFC 7644 §2, §3.12: 401, with the accepted schemes in WWW-Authenticate (RFC 7235 §4.1)';

/** Rules about messages as such. */
export const protocol: readonly Step[] = [
  { ...wrongToken, name: 'Messages: a wrong token is refused with 401', rule: UNAUTHORIZED },
  rule(
    'Messages: answers are application/scim+json, errors as well',
    'RFC 7644 §3.8, §8.1: the media type of SCIM messages is application/scim+json',
    async (stage) => {
      const isScim = (name: string | null) => /^application\/scim\+json\b/i.test(name ?? '');
      for (const [path, status] of [
        ['/Users?count=1', 200] as const,
        ['/Users/rehearse-nobody', 404] as const,
      ]) {
        const answer = await stage.send('GET', path);
        const mediaType = answer.header('Content-Type');
        expect(answer, [status], status === 200 ? list : refusal(404), () =>
          unless(isScim(mediaType), `Content-Type is ${show(mediaType)}, expected application/scim+json`),
        );
      }
    },
  ),
  rule(
    'Messages: a body may come as application/json',
    'RFC 7644 §3.8, §8.1: SCIM is known to use "application/json" informally; it is JSON all the same',
    async (stage) => {
      const body = userBody(stage, 'PlainJson');
      const answer = await stage.send('POST', '/Users', body, { contentType: 'application/json' });
      expect(answer, [201], resource('User'));
    },
  ),
  rule(
    'Messages: a body that is not JSON is refused',
    'RFC 7644 §3.12, table 9: 400, invalidSyntax',
    async (stage) =>
      expect(await stage.send('POST', '/Users', '{"schemas": ['), [400], refusedAs(400, 'invalidSyntax')),
  ),
  rule(
    'Messages: an unknown endpoint is answered by a SCIM error',
    'RFC 7644 §3.12: errors are JSON with schemas, a status as string, and detail',
    async (stage) => {
      const answer = await stage.send('GET', `/RehearseNoSuchType-${stage.run}`);
      expect(answer, [404], refusal(404));
    },
  ),
  rule(
    'Messages: "/Me" is refused with 501, redirects with 308, or is an alias',
    'RFC 7644 §3.11: 501, 308, or the resource with its permanent location in the header Location',
    async (stage) => {
      const answer = await stage.send('GET', '/Me');
      stage.remark(`answered by ${answer.status}`);
      if (succeeded(answer)) {
        const location = answer.header('Location');
        const own = at(answer.body, 'meta', 'location');
        expect(answer, [200], resource('User'), () =>
          unless(
            location !== null && location === own,
            `Location is ${show(location)}, expected ${show(own)}`,
          ),
        );
      } else if (answer.status === 308) {
        if (answer.header('Location') === null) throw new Unmet('GET /Me → 308, but Location is missing');
      } else expect(answer, [501, 308, 200], refusal(501));
    },
  ),
  rule(
    'Messages: attribute names in a body are understood in any case',
    'RFC 7643 §2.1: attribute names are case insensitive',
    async (stage) => {
      const { userName, active: _, ...others } = userBody(stage, 'AnyCase');
      const body = { ...others, USERNAME: userName ?? '', Active: false, externalId: `any-${stage.run}` };
      const answer = await stage.send('POST', '/Users', body);
      expect(answer, [201], resource('User'), (shown) => [
        ...unless(at(shown.body, 'userName') === userName, `userName is ${show(at(shown.body, 'userName'))}`),
        ...unless(at(shown.body, 'active') === false, `active is ${show(at(shown.body, 'active'))}`),
      ]);
    },
  ),
];
