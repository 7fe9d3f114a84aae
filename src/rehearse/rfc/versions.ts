// Versions and preconditions (RFC 7644 §3.14), where the server advertises them.

import type { Answer } from '../answer.ts';
import { pathOf, read } from '../change.ts';
import type { Step } from '../client.ts';
import { equal, expect, has, Unmet, unless } from '../expect.ts';
import { at, show, textAt } from '../json.ts';
import { refusal, resource } from '../message.ts';
import { person } from '../person.ts';
import type { Stage } from '../stage.ts';
import { PATCH_OP } from '../urns.ts';
import { user, userBody } from './cast.ts';
import { rule, where } from './rule.ts';
import { sameAs } from './shape.ts';

const PRECONDITION = 'RFC 7644 §3.14: If-Match with a version that is not the present one fails with 412';

/** Rules about ETags. */
export const versions: readonly Step[] = where(
  ['etag'],
  [
    rule(
      'Versions: POST and GET show one version, in ETag and meta.version',
      'RFC 7644 §3.14: the version is in the ETag header and in meta.version',
      async (stage) => {
        const answer = await stage.send('POST', '/Users', userBody(stage, 'Versioned'));
        expect(answer, [201], resource('User'), versioned);
        const path = pathOf('/Users', textAt(answer.body, 'id'));
        expect(
          await stage.send('GET', path),
          [200],
          versioned,
          has(answer.header('ETag') ?? '', 'meta', 'version'),
        );
      },
    ),
    rule(
      'Versions: If-None-Match with the present version is answered 304 without a body',
      'RFC 7644 §3.14, RFC 7232 §3.2: 304',
      async (stage) => {
        const { path, version } = await one(stage, 'Unread');
        const answer = await stage.send('GET', path, undefined, { headers: { 'If-None-Match': version } });
        expect(answer, [304], ({ text }) => unless(text === '', 'a body came with 304'));
      },
    ),
    rule(
      'Versions: a change makes a new version; If-None-Match with the old one shows the resource',
      'RFC 7644 §3.14: a version stands for one state of the resource',
      async (stage) => {
        const { path, version } = await one(stage, 'Changed');
        await change(stage, path, 'Changed');
        const answer = await stage.send('GET', path, undefined, { headers: { 'If-None-Match': version } });
        expect(answer, [200], versioned, has('New', 'title'), ({ header }) =>
          unless(header('ETag') !== version, `ETag is ${show(version)} as before the change`),
        );
      },
    ),
    rule('Versions: PUT with the present version succeeds', PRECONDITION, async (stage) => {
      const { path, version } = await one(stage, 'Matched');
      await change(stage, path, 'Matched', version);
    }),
    fails('PUT', (stage, who) => userBody(stage, who, { title: 'Stale' })),
    ...where(
      ['patch'],
      [
        fails('PATCH', () => ({
          schemas: [PATCH_OP],
          Operations: [{ op: 'replace', path: 'title', value: 'Stale' }],
        })),
      ],
    ),
    fails('DELETE', () => undefined),
  ],
);

/** A write with a version that is over; nothing changes. */
function fails(
  method: 'PUT' | 'PATCH' | 'DELETE',
  body: (stage: Stage, who: string) => ReturnType<typeof userBody> | undefined,
): Step {
  return rule(
    `Versions: ${method} with an old version is refused with 412; nothing changes`,
    PRECONDITION,
    async (stage) => {
      const who = `Stale${method}`;
      const { id, path, version } = await one(stage, who);
      await change(stage, path, who);
      const before = await read(stage, '/Users', id);
      const answer = await stage.send(method, path, body(stage, who), { headers: { 'If-Match': version } });
      expect(answer, [412], refusal(412));
      await read(stage, '/Users', id, sameAs(before));
    },
  );
}

/** Somebody fresh, and their version. */
async function one(stage: Stage, who: string) {
  const id = await user(stage, who);
  const path = pathOf('/Users', id);
  const answer = await stage.send('GET', path);
  expect(answer, [200], versioned);
  const version = answer.header('ETag');
  if (version === null) throw new Unmet('ETag is missing');
  return { id, path, version };
}

async function change(stage: Stage, path: string, who: string, version?: string): Promise<void> {
  const body = userBody(stage, who, { title: 'New' });
  const variant = version === undefined ? {} : { headers: { 'If-Match': version } };
  const { userName } = person(stage, who);
  expect(await stage.send('PUT', path, body, variant), [200], has('New', 'title'), has(userName, 'userName'));
}

function versioned(answer: Answer): readonly string[] {
  const tag = answer.header('ETag');
  return [
    ...unless(/^(W\/)?"[^"]*"$/.test(tag ?? ''), `ETag is ${show(tag)}, expected a quoted tag`),
    ...equal(at(answer.body, 'meta', 'version'), tag ?? '', 'meta.version'),
  ];
}
