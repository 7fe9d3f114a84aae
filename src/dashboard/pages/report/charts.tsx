// Charts as SVG, made here: bars that lie and columns that stand. They say nothing that the table beside them does
// not, so that they are hidden from screen readers. Sizes are in the SVG's own units.

import { titleOf } from '../../parts/foreign.tsx';
import { countWords } from '../../words.tsx';

type Bar = readonly [name: string, value: number];

const width = 480;
const rowHeight = 28;
const labelWidth = 150;
const columnHeight = 140;

export function Bars({ bars, unit = '' }: { readonly bars: readonly Bar[]; readonly unit?: string }) {
  const most = Math.max(1, ...bars.map(([, value]) => value));
  const room = width - labelWidth - 90;
  return (
    <svg viewBox={`0 0 ${width} ${bars.length * rowHeight}`} aria-hidden="true">
      {bars.map(([name, value], index) => (
        <g transform={`translate(0 ${index * rowHeight})`}>
          <text x={labelWidth - 8} y={19} text-anchor="end">
            {shortened(name)}
          </text>
          <rect x={labelWidth} y={5} width={round((room * value) / most)} height={18} rx={2} />
          <text x={labelWidth + round((room * value) / most) + 6} y={19}>
            {`${countWords(value)} ${unit}`.trim()}
          </text>
        </g>
      ))}
    </svg>
  );
}

export function Columns({ columns }: { readonly columns: readonly Bar[] }) {
  const most = Math.max(1, ...columns.map(([, value]) => value));
  const step = Math.min(60, width / Math.max(1, columns.length));
  const every = Math.ceil(columns.length / 8);
  return (
    <svg viewBox={`0 0 ${width} ${columnHeight + 44}`} aria-hidden="true">
      {columns.map(([name, value], index) => {
        const height = round((columnHeight * value) / most);
        const isLabelled = (columns.length - 1 - index) % every === 0;
        return (
          <g transform={`translate(${round(index * step)} 0)`}>
            <rect x={2} y={columnHeight + 20 - height} width={round(step - 4)} height={height} rx={2} />
            {isLabelled && (
              <>
                <text x={step / 2} y={columnHeight + 14 - height} text-anchor="middle">
                  {countWords(value)}
                </text>
                <text x={step / 2} y={columnHeight + 38} text-anchor="middle">
                  {name}
                </text>
              </>
            )}
          </g>
        );
      })}
    </svg>
  );
}

const round = (value: number) => Math.round(value * 10) / 10;

const shortened = (name: string) =>
  name.length > 20 ? `${titleOf(name.slice(0, 19)).toWellFormed()}…` : titleOf(name);
