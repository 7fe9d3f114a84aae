// A request's body as JSON, or as the fields of a form: media type, compression, size and depth are checked on the way. What a client is
// still sending is read to the end even when it is refused, else it would see a broken connection instead of
// the answer.

import { invalidSyntax, payloadTooLarge, quoted, unsupportedMediaType } from '../scim/error.ts';
import { maxBodyBytes } from '../scim/limits.ts';
import { checkDepth } from '../scim/resource/depth.ts';

/** What is read of a body that is refused, before the connection is given up; a Worker is sent no more than this. */
export const maxDrainedBytes = 100 * 1024 * 1024;

const jsonTypes = new Set(['application/json', 'application/scim+json', 'application/merge-patch+json']);

/** Errors: 400 `invalidSyntax`, 413 over `maxBytes`, 415. */
export async function readJson(request: Request, maxBytes: number = maxBodyBytes): Promise<unknown> {
  const [mediaType = ''] = (request.headers.get('content-type') ?? '').split(';');
  const type = mediaType.trim().toLowerCase();
  if (type !== '' && !jsonTypes.has(type)) {
    throw unsupportedMediaType(
      `The body is of type "${quoted(mediaType.trim())}". Send JSON as application/scim+json or application/json.`,
    );
  }
  const text = await readText(request, inflation(request.headers.get('content-encoding')), maxBytes);
  if (text.trim() === '') throw invalidSyntax('The body is empty. Send the resource or message as JSON.');
  const json = parse(text);
  // Before anybody walks it or sends it on: a remote call ends at some depth too.
  checkDepth(json);
  return json;
}

/** The fields of a form as browsers send it. Errors: 400 `invalidSyntax`, 413 over `maxBytes`, 415. */
export async function readForm(request: Request, maxBytes: number): Promise<URLSearchParams> {
  const [mediaType = ''] = (request.headers.get('content-type') ?? '').split(';');
  if (mediaType.trim().toLowerCase() !== 'application/x-www-form-urlencoded') {
    throw unsupportedMediaType('Send the form as application/x-www-form-urlencoded.');
  }
  return new URLSearchParams(await readText(request, undefined, maxBytes));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw invalidSyntax(`The body is not JSON${placeOf(error)}. Send one object as JSON.`);
  }
}

/** Where the parser stopped. The rest of its message quotes the body, and a body may hold a password. */
function placeOf(error: unknown): string {
  const [, position] = /position (\d+)/.exec(error instanceof Error ? error.message : '') ?? [];
  return position === undefined ? '' : `: it cannot be read from character ${Number(position) + 1} on`;
}

/** Reads and drops what is left of a body. */
export async function drain(request: Request): Promise<void> {
  if (!request.body || request.bodyUsed) return;
  try {
    await collect(request.body, 0, maxDrainedBytes);
  } catch {
    // The client has gone; there is nobody left to answer.
  }
}

function inflation(encoding: string | null): 'gzip' | undefined {
  const name = encoding?.trim().toLowerCase() ?? '';
  if (name === '' || name === 'identity') return undefined;
  if (name === 'gzip') return 'gzip';
  throw unsupportedMediaType(
    `The body is encoded as "${quoted(name)}". Send it as it is, or compressed by gzip.`,
  );
}

async function readText(
  request: Request,
  compression: 'gzip' | undefined,
  maxBytes: number,
): Promise<string> {
  if (!request.body) return '';
  const sent = await collect(request.body, maxBytes, maxDrainedBytes);
  const bytes = compression && sent ? await inflated(sent, maxBytes) : sent;
  if (!bytes) throw payloadTooLarge(maxBytes);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    throw invalidSyntax('The body is not valid UTF-8. Send JSON encoded as UTF-8.');
  }
}

/** Stops at the limit: a small body can inflate to any size. */
async function inflated(compressed: Uint8Array, maxBytes: number): Promise<Uint8Array | undefined> {
  try {
    const stream = new Blob([compressed]).stream().pipeThrough(new DecompressionStream('gzip'));
    return await collect(stream, maxBytes, maxBytes);
  } catch {
    throw invalidSyntax('The body is not compressed by gzip as its Content-Encoding says.');
  }
}

/**
 * The whole stream, or undefined when it is longer than `keepBytes`. What goes beyond is read and dropped up to
 * `readBytes`, so that a client that is still sending gets to read the answer.
 */
async function collect(
  stream: ReadableStream<Uint8Array>,
  keepBytes: number,
  readBytes: number,
): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.byteLength;
    if (bytes <= keepBytes) chunks.push(chunk);
    if (bytes > readBytes) break;
  }
  return bytes > keepBytes ? undefined : joined(chunks, bytes);
}

function joined(chunks: readonly Uint8Array[], bytes: number): Uint8Array {
  const [only] = chunks;
  if (chunks.length === 1 && only) return only;
  const whole = new Uint8Array(bytes);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return whole;
}
