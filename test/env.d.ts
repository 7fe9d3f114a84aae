// What vitest.config.ts adds to the Worker's bindings.

declare namespace Cloudflare {
  interface Env {
    ADMIN_KEY: string;
    /** '1' in `npm run test:long`. */
    ROLLCALL_LONG: string;
    TEST_MIGRATIONS: import('cloudflare:test').D1Migration[];
  }
}
