// The button "Test connection" and what every client may meet: a wrong token, somebody unknown, a broken body.
// Refusals are read by people, so each must carry words.

import type { Collection, Step } from '../client.ts';
import { type Expectation, expect, unless } from '../expect.ts';
import { list, refusal } from '../message.ts';

/** The first page of a collection. */
export function firstPage(name: string, collection: Collection, count: number): Step {
  return {
    name,
    play: async (stage) => {
      const answer = await stage.send('GET', `${collection}?startIndex=1&count=${count}`);
      expect(answer, [200], list);
    },
  };
}

/** A wrong token is answered 401 with words and with the schemes that would do. */
export const wrongToken: Step = {
  name: 'Connection: a wrong token is refused in words',
  play: async (stage) => {
    const answer = await stage.send('GET', '/Users?startIndex=1&count=2', undefined, {
      token: `wrong-${stage.run}`,
    });
    expect(answer, [401], refusal(401), namesScheme);
  },
};

/** What must be refused, and how. */
export const refusals: readonly Step[] = [
  unknown('Refusals: an unknown person is "not found", whatever the id looks like', '/Users'),
  unknown('Refusals: an unknown group is "not found", whatever the id looks like', '/Groups'),
  {
    name: 'Refusals: a body that is not JSON is refused in words',
    play: async (stage) => {
      const answer = await stage.send('POST', '/Users', '{"schemas": [');
      expect(answer, [400], refusal(400));
    },
  },
];

function unknown(name: string, collection: Collection): Step {
  return {
    name,
    play: async (stage) => {
      const answer = await stage.send('GET', `${collection}/rehearse-nobody`);
      expect(answer, [404], refusal(404));
    },
  };
}

const namesScheme: Expectation = (answer) =>
  unless((answer.header('WWW-Authenticate') ?? '') !== '', 'the WWW-Authenticate header is missing');
