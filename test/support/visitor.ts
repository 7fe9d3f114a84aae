// Somebody with a browser: keeps cookies, reads pages, sends the forms that stand in them. No script runs.

import { env } from 'cloudflare:workers';
import { type Answer, api, origin, send } from './tenant.ts';

export interface Visitor {
  readonly cookies: Map<string, string>;
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  /** Sends a form from the page seen last, with its hidden token. An empty header is not sent. */
  submit(
    path: string,
    fields?: Readonly<Record<string, string>>,
    headers?: Record<string, string>,
  ): Promise<Answer>;
}

/** What browsers say of a form that stands in a page of ours. */
export const fromHere = { 'Sec-Fetch-Site': 'same-origin', Origin: origin };

/** `at`: the origin by which he sees the server. */
export function newVisitor(at: string = origin): Visitor {
  const cookies = new Map<string, string>();
  let formToken = '';

  async function ask(
    method: string,
    path: string,
    body: string | undefined,
    headers: Record<string, string>,
  ): Promise<Answer> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const sent = Object.entries({ ...headers, Cookie: cookie }).filter(([, value]) => value !== '');
    const answer = await send(method, at + path, body, Object.fromEntries(sent));
    for (const set of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (value === '' || /max-age=0/i.test(set)) cookies.delete(name);
      else cookies.set(name, value);
    }
    formToken = /name="form" value="([^"]+)"/.exec(answer.text)?.[1] ?? formToken;
    return answer;
  }

  return {
    cookies,
    get: (path, headers = {}) => ask('GET', path, undefined, headers),
    submit: (path, fields = {}, headers = {}) =>
      ask('POST', path, new URLSearchParams({ form: formToken, ...fields }).toString(), {
        'Content-Type': 'application/x-www-form-urlencoded',
        ...fromHere,
        ...headers,
      }),
  };
}

/** A visitor who has signed in with ADMIN_KEY. */
export async function newOperator(): Promise<Visitor> {
  const visitor = newVisitor();
  await visitor.submit('/dashboard/sign-in', { key: env.ADMIN_KEY });
  // Pages hold the token of the new session.
  await visitor.get('/dashboard');
  return visitor;
}

/** A visitor who has come in by a link of that tenant. */
export async function newPortalUser(
  { slug }: { readonly slug: string },
  role: 'administrator' | 'viewer' = 'administrator',
): Promise<Visitor> {
  const { body } = await api('POST', `/tenants/${slug}/portal-links`, { role });
  const visitor = newVisitor();
  await visitor.submit(body.url.slice(origin.length));
  await visitor.get(`/dashboard/t/${slug}`);
  return visitor;
}
