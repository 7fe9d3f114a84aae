// Four projects in one run: `unit` for the pure core, in Node; `worker` for everything that needs the real runtime:
// workerd with D1, KV and Durable Objects; after these `commands` for the commands themselves, and `browser` for the
// dashboard in Chromium.
// Tests that take minutes are in *.long.ts (`npm run test:long`).

import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-pool-workers';
import { defineConfig } from 'vitest/config';

const unitFolders = ['scim', 'rehearse', 'directory', 'policy', 'activity', 'api/openapi'];

const testFiles = process.env['ROLLCALL_LONG'] ? '*.{test,long}.ts' : '*.test.ts';

/** A test that hangs is found all the same; one on a slow machine is none. */
const patience = { testTimeout: 90_000, hookTimeout: 90_000, expect: { poll: { timeout: 10_000 } } };

/** Tested in Node, some of it after the others. */
const elsewhere = [
  ...unitFolders.map((folder) => `test/${folder}/**`),
  'test/architecture.test.ts',
  'test/documents.test.ts',
  'test/static-files.test.ts',
  'test/browser/**',
  'test/commands/**',
];

export default defineConfig({
  test: {
    // Two runtimes side by side are worth it on two cores already.
    maxWorkers: 2,
    reporters: ['default', './test/support/reporter.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          ...patience,
          environment: 'node',
          include: [
            ...unitFolders.map((folder) => `test/${folder}/**/${testFiles}`),
            'test/architecture.test.ts',
            'test/documents.test.ts',
            'test/static-files.test.ts',
          ],
        },
      },
      {
        test: {
          name: 'commands',
          environment: 'node',
          include: [`test/commands/**/${testFiles}`],
          sequence: { groupOrder: 1 },
          ...patience,
        },
      },
      {
        test: {
          name: 'browser',
          globalSetup: ['./test/browser/global.ts'],
          environment: 'node',
          include: [`test/browser/**/${testFiles}`],
          sequence: { groupOrder: 1 },
          ...patience,
        },
      },
      async () => ({
        plugins: [
          cloudflareTest({
            wrangler: { configPath: './wrangler.toml' },
            miniflare: {
              bindings: {
                ADMIN_KEY: 'test-admin-key',
                ROLLCALL_LONG: process.env['ROLLCALL_LONG'] ?? '',
                TEST_MIGRATIONS: await readD1Migrations('./drizzle'),
              },
            },
          }),
        ],
        test: {
          name: 'worker',
          ...patience,
          isolate: false,
          include: [`test/**/${testFiles}`],
          exclude: elsewhere,
          setupFiles: ['./test/support/fresh-state.ts'],
        },
      }),
    ],
  },
});
