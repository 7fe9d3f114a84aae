// `npm run pico`: copies the style base from its package into public/, where it is served from.
// test/static-files.test.ts holds the copy to the package.

import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './local/tools.ts';

copyFileSync(
  path.join(root, 'node_modules/@picocss/pico/css/pico.fluid.classless.min.css'),
  path.join(root, 'public/pico.css'),
);
