// Before the browser tests: a Chromium, where one can be had. Without one each of them fails, and says so.

import { installChromium } from '../../scripts/local/browser.ts';

export const setup = installChromium;
