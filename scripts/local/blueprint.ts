// The products that the tenant `demo` can begin as: the files in blueprints/.

import { readdirSync } from 'node:fs';
import path from 'node:path';
import { Failure } from './failure.ts';
import { root } from './tools.ts';

/** The name, if there is such a blueprint. */
export function readBlueprint(name: string | undefined): string | undefined {
  const names = readdirSync(path.join(root, 'blueprints')).map((file) => path.basename(file, '.json'));
  if (name === undefined || names.includes(name)) return name;
  throw new Failure(`There is no blueprint "${name}". There are: ${names.join(', ')}.`);
}
