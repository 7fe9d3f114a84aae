// The list on the set-up page that ticks itself as the identity provider's first requests arrive: what has been seen,
// what to do for the next step, and which settings this client wants and the tenant has switched off.

import { type LeniencyName, leniencies } from '../scim/leniency.ts';
import type { Connection, Mark } from './connection.ts';
import { type Dialect, dialects } from './dialect.ts';

export interface Step {
  readonly id: Mark;
  readonly title: string;
  /** When it was first seen: ISO 8601 UTC; null: not yet. */
  readonly doneAt: string | null;
  /** What to do in the identity provider for it to happen; null once it has. */
  readonly todo: string | null;
}

export interface Advice {
  /** The setting of the tenant, as a path. */
  readonly setting: string;
  readonly text: string;
}

export interface Checklist {
  readonly client: { readonly id: Dialect; readonly name: string };
  readonly steps: readonly Step[];
  readonly advice: readonly Advice[];
}

/** What of a tenant's settings bears on its connection. */
export interface ConnectionSettings {
  readonly enabled: boolean;
  readonly leniencies: ReadonlySet<LeniencyName>;
}

/** `connection`: undefined while no request was let in. */
export function checklistOf(connection: Connection | undefined, settings: ConnectionSettings): Checklist {
  const client = connection?.client ?? 'unknown';
  return {
    client: { id: client, name: dialects[client] },
    steps: steps.map(({ id, title, todo }) => {
      const doneAt = connection?.marks[id] ?? null;
      return { id, title, doneAt, todo: doneAt === null ? todo : null };
    }),
    advice: adviceFor(client, settings),
  };
}

const steps: readonly Omit<Step, 'doneAt'>[] = [
  {
    id: 'accepted',
    title: 'The identity provider reached us, and its token was accepted',
    todo: 'Copy the base URL and the token into the identity provider and test the connection: in Okta "Test Connector Configuration" or "Test API Credentials", in Entra "Test Connection".',
  },
  {
    id: 'lookedUp',
    title: 'The first person was looked up',
    todo: 'Assign somebody to the application in the identity provider: in Okta on the tab "Assignments", in Entra under "Users and groups", then "Provision on demand".',
  },
  {
    id: 'userCreated',
    title: 'The first person was created',
    todo: 'Switch "Create Users" on in Okta under Provisioning, To App; in Entra start provisioning. Then assign somebody who is not here yet.',
  },
  {
    id: 'groupCreated',
    title: 'The first group was pushed',
    todo: 'In Okta choose a group on the tab "Push Groups"; in Entra assign a group and switch the mapping of groups on.',
  },
];

function adviceFor(
  client: Dialect,
  { enabled, leniencies: honoured }: ConnectionSettings,
): readonly Advice[] {
  const off = {
    setting: 'enabled',
    text: 'Provisioning is switched off: every request is refused with 403. Switch it on when the identity provider is to go on.',
  };
  const missing = (wants[client] ?? []).filter((name) => !honoured.has(name));
  return [
    ...(enabled ? [] : [off]),
    ...missing.map((name) => ({
      setting: `leniency.${name}`,
      text: `${dialects[client]} needs this: ${leniencies[name]}. Set it back to its default, or to true.`,
    })),
  ];
}

const entra: readonly LeniencyName[] = ['createOnReplace', 'bareValues', 'emptyStringClears'];

/** The habits of each client, without which its requests are refused. */
const wants: Readonly<Partial<Record<Dialect, readonly LeniencyName[]>>> = {
  'okta-patch': ['readOnlyInValue', 'patchWithoutSchemas'],
  entra,
  'entra-flag': [...entra, 'pathKeys'],
  'entra-no-flag': [...entra, 'anyCaseOperations', 'stringBooleans', 'removeListedValues'],
  jumpcloud: ['removeListedValues'],
  onelogin: ['singleForList'],
  authentik: ['removeListedValues'],
};
