// Which identity provider speaks, and which of its manners: told by its User-Agent and by the shape of what it
// sends. A guess that advice is given by; nothing is decided by it.

import { isObject } from '../scim/resource/value.ts';

/** What each is called, by its id. */
export const dialects = {
  okta: 'Okta',
  'okta-put': 'Okta, custom app (PUT)',
  'okta-patch': 'Okta, catalog app (PATCH)',
  entra: 'Microsoft Entra ID',
  'entra-flag': 'Microsoft Entra ID with aadOptscim062020',
  'entra-no-flag': 'Microsoft Entra ID without aadOptscim062020',
  jumpcloud: 'JumpCloud',
  onelogin: 'OneLogin',
  authentik: 'authentik',
  pingfederate: 'PingFederate',
  sailpoint: 'SailPoint',
  rippling: 'Rippling',
  tool: 'A command line or test tool',
  unknown: 'An identity provider that was not recognised',
} as const;

export type Dialect = keyof typeof dialects;

export const dialectNames = Object.keys(dialects) as readonly Dialect[];

/** What of a request tells whose it is. */
export interface Shape {
  readonly method: string;
  /** Below the tenant's base URL. */
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  readonly userAgent: string | null;
  /** As JSON. */
  readonly body: unknown;
}

/** By this one request alone. */
export function dialectOf(shape: Shape): Dialect {
  const provider = providerOf(shape.userAgent ?? '');
  if (provider === 'okta') return oktaBy(shape.method);
  if (provider !== undefined && provider !== 'entra' && provider !== 'tool') return provider;
  return entraBy(shape) ?? providerBy(shape) ?? provider ?? 'unknown';
}

/** What is believed after one more request. */
export function renewed(before: Dialect, seen: Dialect): Dialect {
  if (seen === 'unknown' || seen === before) return before;
  if (seen === 'tool' && before !== 'unknown') return before;
  const isSameProvider = before.split('-')[0] === seen.split('-')[0];
  if (!isSameProvider) return seen;
  // Okta's catalog apps send PUT as well, and its custom apps never send PATCH.
  if (seen === 'okta-put' && before === 'okta-patch') return before;
  return seen.includes('-') ? seen : before;
}

const providers: readonly (readonly [RegExp, Dialect])[] = [
  [/okta/i, 'okta'],
  [/jumpcloud/i, 'jumpcloud'],
  [/onelogin/i, 'onelogin'],
  [/authentik/i, 'authentik'],
  [/ping(?:federate|identity|one)/i, 'pingfederate'],
  [/sailpoint/i, 'sailpoint'],
  [/rippling/i, 'rippling'],
  [/azure|microsoft|entra/i, 'entra'],
  [/^(?:curl|wget|node|undici|python|go-http|postman|insomnia|httpie)/i, 'tool'],
];

function providerOf(userAgent: string): Dialect | undefined {
  return providers.find(([pattern]) => pattern.test(userAgent))?.[1];
}

function oktaBy(method: string): Dialect {
  if (method === 'PATCH') return 'okta-patch';
  return method === 'PUT' ? 'okta-put' : 'okta';
}

const microsoft = /schemas\.microsoft\.com|extension:enterprise:2\.0User$/i;
const flag = 'aadoptscim062020';

/** Entra sends no User-Agent, or one that says nothing. */
function entraBy({ method, path, query, body }: Shape): Dialect | undefined {
  if (query.some(([name]) => name.toLowerCase() === flag)) return 'entra-flag';
  const looksUpGroups = query.some(([name, value]) => name === 'excludedAttributes' && value === 'members');
  if (method === 'GET' && path.toLowerCase() === '/groups' && looksUpGroups) return 'entra';
  if (!isObject(body)) return undefined;
  const schemas: readonly unknown[] = Array.isArray(body['schemas']) ? body['schemas'] : [];
  if (schemas.some((urn) => typeof urn === 'string' && microsoft.test(urn))) return 'entra';
  const operations = operationsOf(body);
  if (operations.some(({ op }) => typeof op === 'string' && /^(?:Add|Replace|Remove)$/.test(op))) {
    return 'entra-no-flag';
  }
  return operations.some(({ path: target, value }) => target === undefined && hasPathKeys(value))
    ? 'entra-flag'
    : undefined;
}

/** The others by what only they send. */
function providerBy({ method, body }: Shape): Dialect | undefined {
  if (!isObject(body) || method === 'PATCH') return undefined;
  if (isObject(body['emails'])) return 'onelogin';
  const phones: readonly unknown[] = Array.isArray(body['phoneNumbers']) ? body['phoneNumbers'] : [];
  const isUri = (phone: unknown) => isObject(phone) && String(phone['value']).startsWith('tel:');
  return phones.some(isUri) ? 'jumpcloud' : undefined;
}

function operationsOf(body: Readonly<Record<string, unknown>>): readonly Readonly<Record<string, unknown>>[] {
  const sent = body['Operations'];
  return Array.isArray(sent) ? sent.filter(isObject) : [];
}

/** `"name.givenName"`, `"urn:…:User:department"`. */
function hasPathKeys(value: unknown): boolean {
  return (
    isObject(value) &&
    Object.keys(value).some((key) => /^urn:.*:user:\w/i.test(key) || /^\w+(?:\[[^\]]*\])?\.\w+$/.test(key))
  );
}
