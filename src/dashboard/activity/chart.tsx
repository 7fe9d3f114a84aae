// Reads, and requests that were not let in, of one hour: a bar for each minute, and the same in figures beside it.

import type { CountOfMinute } from '../../activity/log.ts';
import { type Rejection, rejections } from '../../activity/rejection.ts';
import { Exact } from '../parts/moment.tsx';
import { Wide } from '../parts/wide.tsx';

/** `counts`: newest first, of one hour, not empty. */
export function Hour({ counts }: { readonly counts: readonly CountOfMinute[] }) {
  const minutes = minutesOf(counts);
  const most = Math.max(...minutes.map(({ read, rejected }) => read + rejected));
  return (
    <>
      <div class="beside">
        <figure>
          <Bars minutes={minutes} most={most} />
          <figcaption>
            <span>{most.toLocaleString('en')} in the fullest minute. The hour up to </span>
            <Exact at={minutes.at(-1)?.at ?? ''} />
          </figcaption>
        </figure>
        <Figures caption="In this hour" heading="What" rows={sumsOf(counts)} />
      </div>
      <details>
        <summary>By the minute</summary>
        <Wide label="Requests by the minute">
          <table>
            <thead>
              <tr>
                <th scope="col">Minute</th>
                <th scope="col" class="number">
                  Reads
                </th>
                <th scope="col" class="number">
                  Not let in
                </th>
              </tr>
            </thead>
            <tbody>
              {minutes
                .filter(({ read, rejected }) => read + rejected > 0)
                .map(({ at, read, rejected }) => (
                  <tr>
                    <th scope="row">
                      <Exact at={at} />
                    </th>
                    <td class="number">{read.toLocaleString('en')}</td>
                    <td class="number">{rejected.toLocaleString('en')}</td>
                  </tr>
                ))}
            </tbody>
          </table>
        </Wide>
      </details>
    </>
  );
}

interface Minute {
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly read: number;
  readonly rejected: number;
}

const minutesOfHour = 60;

/** All sixty, oldest first. */
function minutesOf(counts: readonly CountOfMinute[]): readonly Minute[] {
  const last = Date.parse(counts[0]?.minute ?? '');
  const byMinute = Map.groupBy(counts, ({ minute }) => minute);
  return Array.from({ length: minutesOfHour }, (_, index) => {
    const at = new Date(last - (minutesOfHour - 1 - index) * 60_000).toISOString();
    const sum = (wanted: CountOfMinute['kind']) =>
      (byMinute.get(at) ?? []).reduce((total, { kind, count }) => total + (kind === wanted ? count : 0), 0);
    return { at, read: sum('read'), rejected: sum('rejected') };
  });
}

const [barWidth, height] = [10, 100];

/** Drawn in percent of the fullest minute; what was not let in stands on top. */
function Bars({ minutes, most }: { readonly minutes: readonly Minute[]; readonly most: number }) {
  const tall = (count: number) => (count === 0 ? 0 : Math.max(1, Math.round((count / most) * height)));
  return (
    <svg
      class="minutes"
      viewBox={`0 0 ${minutesOfHour * barWidth} ${height + 2}`}
      preserveAspectRatio="none"
      role="img"
      aria-label="Reads and requests that were not let in, minute by minute; the figures stand below"
    >
      {minutes.map(({ read, rejected }, index) => (
        <>
          {read > 0 && (
            <rect
              class="read"
              x={index * barWidth}
              y={height + 2 - tall(read)}
              width={barWidth - 2}
              height={tall(read)}
            />
          )}
          {rejected > 0 && (
            <rect
              class="rejected"
              x={index * barWidth}
              y={height + 2 - tall(read) - tall(rejected)}
              width={barWidth - 2}
              height={tall(rejected)}
            />
          )}
        </>
      ))}
    </svg>
  );
}

interface FiguresProps {
  readonly caption: string;
  readonly heading: string;
  readonly rows: readonly (readonly [string, number])[];
}

function Figures({ caption, heading, rows }: FiguresProps) {
  return (
    <table>
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{heading}</th>
          <th scope="col" class="number">
            Requests
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([what, count]) => (
          <tr>
            <th scope="row">{what}</th>
            <td class="number">{count.toLocaleString('en')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** By what was asked or why it was not let in, the most first. */
function sumsOf(counts: readonly CountOfMinute[]): readonly (readonly [string, number])[] {
  const groups = Map.groupBy(counts, ({ kind, what }) =>
    kind === 'read' ? what : `Not let in: ${rejections[what as Rejection]}`,
  );
  const sums = [...groups].map(
    ([what, own]) => [what, own.reduce((total, { count }) => total + count, 0)] as const,
  );
  return sums.toSorted(([, one], [, other]) => other - one);
}
