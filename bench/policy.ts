// What a tenant's policy costs: creates and patches beside those of a tenant without one, on the same server in
// turns; and how fast all users are judged anew once settings change. Ours alone.

import type { Call, Client } from './client.ts';
import { createUser } from './people.ts';
import type { Finding } from './report.ts';
import { median, range, timesOf } from './timing.ts';

const urn = 'urn:ietf:params:scim:schemas:core:2.0:User';
const rulesCount = 50;
const attributesCount = 20;
const bulkSize = 1_000;
/** Of a finished run is asked so often. */
const pollMilliseconds = 100;
const aimPerSecond = 2_000;

export interface PolicySize {
  readonly rounds: number;
  /** Requests to each of the two in a round. */
  readonly requests: number;
  /** Users who are judged anew. */
  readonly users: number;
}

/** Rules of which the last one matches, and attributes half of which are sent. */
const settings = {
  accountSizeGb: 5,
  profiles: [{ name: 'Team', quotaGb: 100, storage: 'eu-1' }],
  attributes: range(0, attributesCount).map((number) => ({
    name: `custom${number}`,
    namespace: urn,
    type: 'string',
    ...(number % 2 === 1 && { default: `value ${number}` }),
  })),
  rules: range(1, rulesCount).map((number) => ({
    when:
      number === rulesCount
        ? 'title eq "Engineer"'
        : `custom${number % attributesCount} eq "${number}" and title sw "Head"`,
    profile: 'Team',
  })),
};

interface Tenant {
  readonly scim: Client;
  /** Below the tenant, with the deployment's key. */
  readonly api: Client;
}

export async function measurePolicy(
  plain: Tenant,
  rich: Tenant,
  { rounds, requests, users }: PolicySize,
): Promise<readonly Finding[]> {
  await rich.api.send({ method: 'PATCH', path: '/settings', body: JSON.stringify(settings), expected: 200 });
  const made = { plain: [] as string[], rich: [] as string[] };
  const creates = { plain: [] as number[], rich: [] as number[] };
  const patches = { plain: [] as number[], rich: [] as number[] };
  for (const round of range(0, rounds)) {
    const numbers = range(round * requests, requests);
    for (const [name, { scim }] of [
      ['plain', plain],
      ['rich', rich],
    ] as const) {
      const recorded = recording(scim, made[name]);
      creates[name].push(...(await timesOf(recorded, numbers.map(create))));
      const ids = made[name].slice(-requests);
      patches[name].push(
        ...(await timesOf(
          scim,
          ids.map((id) => patch(id, round)),
        )),
      );
    }
  }
  const beside = (name: string, { plain, rich }: typeof creates): Finding => ({
    name: `${name}, ${rulesCount} rules and ${attributesCount} attributes`,
    milliseconds: median(rich),
    compared: { with: 'without a policy', ratio: median(rich) / median(plain), aim: '≤ 1.15' },
  });
  return [
    beside('create', creates),
    beside('patch', patches),
    await judgeAnew(rich, rounds * requests, users),
  ];
}

async function judgeAnew({ scim, api }: Tenant, first: number, users: number): Promise<Finding> {
  for (let at = first; at < first + users; at += bulkSize) await scim.send(bulkOf(at));
  const body = JSON.stringify({ profiles: [{ name: 'Team', quotaGb: 200, storage: 'eu-1' }] });
  await api.send({ method: 'PATCH', path: '/settings', body, expected: 200 });
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, pollMilliseconds));
    const text = await api.send({ method: 'GET', path: '/reevaluation', expected: 200 });
    const { reevaluation } = JSON.parse(text) as { reevaluation: Run };
    const { total, changed, startedAt, finishedAt } = reevaluation;
    if (!finishedAt) continue;
    if (changed !== total) throw new Error(`Not everybody was changed: ${text}`);
    const perSecond = (total / (Date.parse(finishedAt) - Date.parse(startedAt))) * 1_000;
    return {
      name: `judge ${total} users anew`,
      perSecond,
      compared: { with: `${aimPerSecond}/s`, ratio: perSecond / aimPerSecond, aim: '≥ 1' },
    };
  }
}

interface Run {
  readonly total: number;
  readonly changed: number;
  readonly startedAt: string;
  readonly finishedAt: string | null;
}

const sent = Object.fromEntries(range(0, attributesCount / 2).map((number) => [`custom${2 * number}`, 'x']));

const bodyOf = (number: number) => ({ ...JSON.parse(createUser(number).body ?? ''), ...sent });

const create = (number: number): Call => ({
  ...createUser(number),
  body: JSON.stringify(bodyOf(number)),
});

function patch(id: string, round: number): Call {
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp'];
  const operation = { op: 'replace', value: { displayName: `Name ${round}`, active: false } };
  const body = JSON.stringify({ schemas, Operations: [operation] });
  return { method: 'PATCH', path: `/Users/${id}`, body, expected: 200 };
}

function bulkOf(first: number): Call {
  const Operations = range(first, bulkSize).map((number) => ({
    method: 'POST',
    path: '/Users',
    bulkId: String(number),
    data: bodyOf(number),
  }));
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'];
  return { method: 'POST', path: '/Bulk', body: JSON.stringify({ schemas, Operations }), expected: 200 };
}

/** The client, with the ids of what it creates written down. */
function recording(client: Client, ids: string[]): Client {
  const send = async (call: Call) => {
    const body = await client.send(call);
    ids.push((JSON.parse(body) as { id: string }).id);
    return body;
  };
  return { send, close: () => client.close() };
}
