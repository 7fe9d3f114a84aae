// `npm run migration`: writes the next migration from src/db/tables.ts. drizzle-kit knows neither STRICT
// nor WITHOUT ROWID, so both are added to what it wrote: STRICT to every new table, WITHOUT ROWID to those
// with a composite key, whose rows are short (docs/decisions/004).

import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const folder = path.join(import.meta.dirname, '..', 'drizzle');
const before = new Set(readdirSync(folder));
const name = process.argv[2] ?? 'change';
const made = spawnSync('drizzle-kit', ['generate', '--name', name], { stdio: 'inherit' });
if (made.status !== 0) process.exit(made.status ?? 1);

for (const file of readdirSync(folder).filter((entry) => entry.endsWith('.sql') && !before.has(entry))) {
  const full = path.join(folder, file);
  const sql = readFileSync(full, 'utf8').replaceAll(
    /CREATE TABLE[^;]*?\n\);/g,
    (table) =>
      `${table.slice(0, -1)}${/\n\tPRIMARY KEY\(/.test(table) ? ' STRICT, WITHOUT ROWID' : ' STRICT'};`,
  );
  writeFileSync(full, sql);
  console.log(`${file}: ${sql.match(/STRICT/g)?.length ?? 0} tables`);
}
