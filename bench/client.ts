// One HTTP request at a time over connections that stay open. node:http is used, since it costs the measuring
// side less than the global `fetch`.

import { Agent, request } from 'node:http';

export interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** Below the base URL, query included. */
  readonly path: string;
  /** JSON text. */
  readonly body?: string;
  readonly expected: number;
}

export interface Client {
  /** Answers the body. Any other status than the expected one is an error. */
  send(call: Call): Promise<string>;
  close(): void;
}

const timeoutMilliseconds = 20_000;

export function openClient(baseUrl: string, token: string, connections: number): Client {
  const { hostname, port, pathname } = new URL(baseUrl);
  const agent = new Agent({ keepAlive: true, maxSockets: connections });

  const send = (call: Call) =>
    new Promise<string>((resolve, reject) => {
      const { method, path, body, expected } = call;
      const headers = {
        Authorization: `Bearer ${token}`,
        Accept: 'application/scim+json',
        ...(body !== undefined && {
          'Content-Type': 'application/scim+json',
          'Content-Length': Buffer.byteLength(body),
        }),
      };
      const options = { agent, hostname, port, method, path: pathname + path, headers };
      const outgoing = request({ ...options, timeout: timeoutMilliseconds }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          if (response.statusCode === expected) resolve(text);
          else reject(new Error(`${method} ${path}: ${response.statusCode} ${text.slice(0, 300)}`));
        });
      });
      outgoing.on('timeout', () => outgoing.destroy(new Error(`${method} ${path}: no answer in time`)));
      outgoing.on('error', (cause) => {
        // The server closed the connection while it lay idle; nothing was read of it.
        if (outgoing.reusedSocket && isReset(cause)) send(call).then(resolve, reject);
        else reject(cause);
      });
      outgoing.end(body);
    });

  return { send, close: () => agent.destroy() };
}

const isReset = (cause: Error) => 'code' in cause && cause.code === 'ECONNRESET';
