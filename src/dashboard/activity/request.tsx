// One request of an identity provider: what was asked and what came of it, for an error what to do about it, and what
// was sent. All of its words came from outside and stand isolated from ours.

import { dialects } from '../../activity/dialect.ts';
import { explain } from '../../activity/explain.ts';
import type { ActivityEntry } from '../../activity/log.ts';
import type { LeftOut } from '../../activity/record.ts';
import { Foreign } from '../parts/foreign.tsx';
import { Exact } from '../parts/moment.tsx';
import { RawJson } from '../parts/raw-json.tsx';

/** Where the request stands on its page. */
export const anchorOf = ({ id }: Pick<ActivityEntry, 'id'>): string => `request-${id}`;

export function ActivityRequest({ entry }: { readonly entry: ActivityEntry }) {
  const { kind, status, detail, scimType, occurredAt } = entry;
  return (
    <li id={anchorOf(entry)} class="request">
      <p>
        <b class={kind === 'write' ? 'good' : 'bad'}>{status}</b> <Asked entry={entry} />
        <br />
        <small class="muted">
          <Exact at={occurredAt} /> · <Circumstances entry={entry} />
        </small>
      </p>
      {detail !== null && (
        <p>
          Answered: <Foreign text={detail} whole />
          {scimType !== null && (
            <>
              {' '}
              (<Foreign text={scimType} />)
            </>
          )}
        </p>
      )}
      {kind !== 'write' && <Advice entry={entry} />}
      <WhatWasSent entry={entry} />
    </li>
  );
}

function Asked({ entry: { kind, method, path, count } }: { readonly entry: ActivityEntry }) {
  if (kind === 'rejected') {
    return <>{count === 1 ? 'A request was' : `${count.toLocaleString('en')} requests were`} not let in</>;
  }
  return (
    <code>
      {method} <Foreign text={path ?? ''} whole />
    </code>
  );
}

function Circumstances({ entry }: { readonly entry: ActivityEntry }) {
  const { kind, durationMilliseconds, client, token, operations } = entry;
  return (
    <>
      {kind === 'rejected' && 'within a minute · '}
      {durationMilliseconds !== null && `${durationMilliseconds.toLocaleString('en')} ms · `}
      {dialects[client]}
      {token && (
        <>
          {' '}
          · token <Foreign text={token.name} />
        </>
      )}
      {operations && ` · ${operations.count} operations, of which ${operations.failed} failed`}
    </>
  );
}

function Advice({ entry }: { readonly entry: ActivityEntry }) {
  const { what, okta, entra, here } = explain(entry);
  const places = [
    ['What happened', what],
    ['In Okta', okta],
    ['In Entra ID', entra],
    ['Here', here],
  ] as const;
  return (
    <dl>
      {places.map(
        ([place, text]) =>
          text !== null && (
            <div>
              <dt>{place}</dt>
              <dd>{text}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

function WhatWasSent({ entry: { body, leftOut, userAgent } }: { readonly entry: ActivityEntry }) {
  if (body === null && leftOut === null && userAgent === null) return null;
  return (
    <details>
      <summary>What was sent</summary>
      {userAgent !== null && (
        <p>
          User-Agent: <Foreign text={userAgent} />
        </p>
      )}
      {body !== null && <RawJson value={body} />}
      {leftOut && (
        <p class="aside">
          Not recorded: <Foreign text={leftOutIn(leftOut)} whole />.
        </p>
      )}
    </details>
  );
}

function leftOutIn({ names, undeclared, omitted }: LeftOut): string {
  const parts = [
    ...names,
    ...(undeclared > 0 ? [`${undeclared} of what no schema declares`] : []),
    ...(omitted > 0 ? [`${omitted} for which there was no room`] : []),
  ];
  return parts.join(', ');
}
