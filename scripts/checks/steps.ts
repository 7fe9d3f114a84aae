// The checks that take seconds: what each is called and which command carries it out.

import { devNull } from 'node:os';
import { WRANGLER } from '../local/tools.ts';

export interface Step {
  readonly name: string;
  /** A script below node_modules, and its arguments. */
  readonly command: readonly [string, ...string[]];
}

export const steps: readonly Step[] = [
  { name: 'format and lint (Biome)', command: ['@biomejs/biome/bin/biome', 'check', '--error-on-warnings'] },
  { name: 'promises (oxlint)', command: ['oxlint/bin/oxlint', '--type-aware'] },
  {
    name: 'bindings as in wrangler.toml (wrangler types)',
    // With an empty file of variables: a developer's own .dev.vars has no say.
    command: [WRANGLER, 'types', '--include-runtime=false', '--check', '--env-file', devNull],
  },
  { name: 'types (tsc)', command: ['typescript/bin/tsc', '-b'] },
];

/** A test like others, and so no step of `npm test`, which runs all tests. */
export const architecture: Step = {
  name: 'architecture',
  command: ['vitest/vitest.mjs', 'run', '--project', 'unit', 'test/architecture.test.ts'],
};
