// The report's figures and charts. Each chart has a table of the same numbers, which is what screen readers read.

import type { Child } from 'hono/jsx';
import { Figure } from '../../parts/figure.tsx';
import { Foreign } from '../../parts/foreign.tsx';
import { countWords } from '../../words.tsx';
import { Bars, Columns } from './charts.tsx';
import type { FiguresOfReport, Sum } from './sums.ts';

export function Figures({ figures }: { readonly figures: FiguresOfReport }) {
  const { accounts, active, quotaGb, byStatus, byProfile, byMonth } = figures;
  return (
    <>
      <dl class="figures">
        <Figure name="accounts" count={countWords(accounts)} />
        <Figure name="of them active" count={countWords(active)} />
        <Figure name="assigned storage" count={`${countWords(quotaGb)} GB`} />
      </dl>
      <Chart
        title="Accounts over time"
        chart={<Columns columns={byMonth.map(({ month, total }) => [month, total])} />}
      >
        <Table
          heads={['Month', 'Made', 'There at its end']}
          rows={byMonth.map(({ month, made, total }) => [month, countWords(made), countWords(total)])}
        />
      </Chart>
      <Chart
        title="By status"
        chart={<Bars bars={byStatus.map(({ name, accounts: count }) => [name, count])} />}
      >
        <Table heads={['Status', 'Accounts', 'Storage']} rows={byStatus.map(rowOf)} />
      </Chart>
      <Chart
        title="Storage by profile"
        chart={<Bars bars={byProfile.map(({ name, quotaGb: size }) => [name, size])} unit="GB" />}
      >
        <Table heads={['Profile', 'Accounts', 'Storage']} rows={byProfile.map(rowOf)} />
      </Chart>
    </>
  );
}

const rowOf = ({ name, accounts, quotaGb }: Sum) => [name, countWords(accounts), `${countWords(quotaGb)} GB`];

interface ChartProps {
  readonly title: string;
  readonly chart: Child;
  readonly children?: Child;
}

function Chart({ title, chart, children }: ChartProps) {
  return (
    <section class="chart">
      <h2>{title}</h2>
      <div>
        {chart}
        {children}
      </div>
    </section>
  );
}

function Table({
  heads,
  rows,
}: {
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
}) {
  return (
    <div class="wide">
      <table>
        <thead>
          <tr>
            {heads.map((head) => (
              <th scope="col">{head}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name = '', ...values]) => (
            <tr>
              <th scope="row">
                <Foreign text={name} />
              </th>
              {values.map((value) => (
                <td>{value}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
