// Bodies on their way in: media type, encoding, size, and what is no JSON. All of it is refused with an answer that
// the client gets to read, and with nothing written.

import { beforeAll, describe, expect, it } from 'vitest';
import { addUser, patchBody, userBody } from '../support/people.ts';
import { expectScimError } from '../support/refusals.ts';
import { rowsOf } from '../support/stored.ts';
import { type Answer, newTenant, send, type TestTenant } from '../support/tenant.ts';

const limit = 2 * 1024 * 1024;
const encoder = new TextEncoder();

let tenant: TestTenant;
beforeAll(async () => {
  tenant = await newTenant();
});

/** A POST of exactly these bytes. */
function post(
  body: Uint8Array | ReadableStream | string,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return send('POST', `${tenant.baseUrl}/Users`, typeof body === 'string' ? encoder.encode(body) : body, {
    Authorization: `Bearer ${tenant.token}`,
    ...headers,
  });
}

const json = () => JSON.stringify(userBody());

async function gzipped(text: string): Promise<Uint8Array> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

describe('a body is taken as', () => {
  it.each([
    'application/scim+json',
    'application/json',
    'application/merge-patch+json',
    'application/scim+json; charset=utf-8',
    'application/json;charset=UTF-8',
    'APPLICATION/JSON',
    ' application/json ; odata.metadata=none',
  ])('%s', async (type) => {
    expect((await post(json(), { 'Content-Type': type })).status).toBe(201);
  });

  it('JSON where no media type is given', async () => {
    expect((await post(json())).status).toBe(201);
  });
});

describe('415 is the answer to', () => {
  it.each([
    'text/plain',
    'text/json',
    'application/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    'application/json-seq',
    'application/vnd.api+json',
    'nonsense',
    '*/*',
  ])('%s', async (type) => {
    const before = await rowsOf(tenant);
    expectScimError(await post(json(), { 'Content-Type': type }), 415);
    expect(await rowsOf(tenant)).toEqual(before);
  });

  it.each(['br', 'deflate', 'gzip, gzip', 'zstd', 'nonsense'])('Content-Encoding: %s', async (encoding) => {
    expectScimError(await post(json(), { 'Content-Encoding': encoding }), 415);
  });

  it('each verb that takes a body', async () => {
    const { id } = await addUser(tenant);
    for (const [method, path, body] of [
      ['POST', '/Groups', { displayName: 'x' }],
      ['PUT', `/Users/${id}`, userBody()],
      ['PATCH', `/Users/${id}`, patchBody({ op: 'add', path: 'title', value: 'x' })],
    ] as const) {
      expectScimError(await tenant.scim(method, path, body, { 'Content-Type': 'text/plain' }), 415);
    }
  });
});

describe('compressed by gzip', () => {
  it.each(['gzip', 'GZIP', ' gzip '])('a body is inflated: Content-Encoding: %s', async (encoding) => {
    const answer = await post(await gzipped(json()), { 'Content-Encoding': encoding });
    expect(answer.status).toBe(201);
  });

  it('a small body may inflate to the limit and no further', async () => {
    const body = json();
    const atLimit = body + ' '.repeat(limit - body.length);
    const headers = { 'Content-Encoding': 'gzip' };
    expect((await post(await gzipped(atLimit), headers)).status).toBe(201);
    expectScimError(await post(await gzipped(`${atLimit} `), headers), 413);
    expectScimError(await post(await gzipped(' '.repeat(40 * limit)), headers), 413);
  });

  it.each([
    ['no gzip', async () => encoder.encode(json())],
    ['cut off', async () => (await gzipped(json())).slice(0, -12)],
    ['followed by something', async () => new Uint8Array([...(await gzipped(json())), 1, 2, 3])],
    ['nothing', async () => new Uint8Array()],
  ])('what is %s is 400', async (_what, body) => {
    const answer = await post(await body(), {
      'Content-Encoding': 'gzip',
      'Content-Type': 'application/json',
    });
    expectScimError(answer, 400, 'invalidSyntax');
  });
});

describe('the limit of 2 MB', () => {
  const padded = (size: number) => {
    const body = json();
    return body + ' '.repeat(size - body.length);
  };

  it('lets pass what is exactly as large', async () => {
    expect((await post(padded(limit))).status).toBe(201);
  });

  it('answers what is one byte larger 413, naming the limit', async () => {
    const before = await rowsOf(tenant);
    const answer = await post(padded(limit + 1));
    expectScimError(answer, 413);
    expect(answer.body.detail).toContain(String(limit));
    expect(await rowsOf(tenant)).toEqual(before);
  });

  it('reads a stream of unknown length to its end before it answers 413, so that the client can read the answer', async () => {
    const chunk = new Uint8Array(256 * 1024).fill(32);
    const chunks = 40;
    let pulled = 0;
    const body = new ReadableStream({
      pull(controller) {
        if (pulled === chunks) return controller.close();
        pulled++;
        controller.enqueue(chunk);
      },
    });
    expectScimError(await post(body), 413);
    expect(pulled).toBe(chunks);
  });

  it.each([
    ['401', 'POST', '/Users', { Authorization: 'Bearer nonsense' }, 401],
    ['404', 'POST', '/nothing', {}, 404],
    ['405', 'PUT', '/Users', {}, 405],
    ['415', 'POST', '/Users', { 'Content-Type': 'text/plain' }, 415],
    ['501', 'POST', '/Me', {}, 501],
  ] as const)('leaves no body unread beside a %s', async (_what, method, path, headers, status) => {
    let ended = false;
    let pulled = 0;
    const body = new ReadableStream({
      pull(controller) {
        pulled++;
        if (pulled <= 20) return controller.enqueue(new Uint8Array(64 * 1024).fill(32));
        ended = true;
        controller.close();
      },
    });
    const answer = await send(method, tenant.baseUrl + path, body, {
      Authorization: `Bearer ${tenant.token}`,
      ...headers,
    });
    expectScimError(answer, status);
    expect(ended).toBe(true);
  });
});

describe('400 invalidSyntax is the answer to', () => {
  const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
  it.each<[string, string | Uint8Array]>([
    ['nothing', ''],
    ['spaces', '  \r\n\t '],
    ['half a document', '{"userName": "ann"'],
    ['two documents', '{"userName": "a"}{"userName": "b"}'],
    ['single quotes', "{'userName': 'ann'}"],
    ['a comma too many', '{"userName": "ann",}'],
    ['a comment', '{"userName": "ann" /* hello */}'],
    ['a form', 'userName=ann'],
    ['a page', '<html><body>ann</body></html>'],
    ['a raw line break in a string', '{"userName": "a\nb"}'],
    ['NaN', '{"userName": NaN}'],
    [
      'bytes that are no UTF-8',
      new Uint8Array([...encoder.encode('{"userName": "'), 0xff, 0xfe, 0x22, 0x7d]),
    ],
    ['UTF-16', new Uint8Array([0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00])],
    ['a list', '[{"userName": "ann"}]'],
    ['a string', '"ann"'],
    ['a number', '5'],
    ['true', 'true'],
    ['null', 'null'],
    ['an attribute named twice in different cases', '{"userName": "a", "USERNAME": "b"}'],
    ['a sub-attribute named twice', '{"userName": "a", "name": {"givenName": "x", "GivenName": "y"}}'],
    ['nesting of 40', `{"userName": "a", "x": ${deep(40)}}`],
    ['nesting of 100,000', deep(100_000)],
  ])('%s', async (_what, body) => {
    const before = await rowsOf(tenant);
    const bytes = typeof body === 'string' ? encoder.encode(body) : body;
    expectScimError(await post(bytes), 400, 'invalidSyntax');
    expect(await rowsOf(tenant)).toEqual(before);
  });

  it('no body at all', async () => {
    const { id } = await addUser(tenant);
    for (const [method, path] of [
      ['POST', '/Users'],
      ['POST', '/Groups'],
      ['PUT', `/Users/${id}`],
      ['PATCH', `/Users/${id}`],
    ] as const) {
      expectScimError(await tenant.scim(method, path), 400, 'invalidSyntax');
    }
  });
});

it('a byte order mark before the JSON is no hindrance', async () => {
  const body = new Uint8Array([0xef, 0xbb, 0xbf, ...encoder.encode(json())]);
  expect((await post(body)).status).toBe(201);
});

it('text of every script comes back as it was sent', async () => {
  const displayName = 'Zoë 山田太郎 Ωμέγα 👩‍👩‍👧 \u0301 "quoted" \\ / \u2028 <b>&amp;';
  const made = await post(JSON.stringify(userBody({ displayName })));
  expect(made.status).toBe(201);
  expect((await tenant.scim('GET', `/Users/${made.body.id}`)).body.displayName).toBe(displayName);
});

it('a wrong body of one request does not disturb the next', async () => {
  expectScimError(await post('{'), 400, 'invalidSyntax');
  expect((await post(json())).status).toBe(201);
});
