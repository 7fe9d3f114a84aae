// What hinders somebody on a page: axe's findings, and whether it has to be scrolled sideways.

import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import type { Theme } from './site.ts';

const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');

/**
 * What axe finds wrong, by rule and element: WCAG 2.2 A and AA, and what is good practice. The dark theme is told from
 * the light one by its colours alone, so that they are what is looked at there.
 */
export async function violations(page: Page, theme: Theme = 'light'): Promise<readonly string[]> {
  await page.evaluate(axe);
  return page.evaluate(
    async (rules) => {
      const { axe: running } = globalThis as unknown as {
        axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      };
      const { violations: found } = await running.run({
        resultTypes: ['violations'],
        ...(rules && { runOnly: rules }),
      });
      return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    },
    theme === 'dark' ? ['color-contrast'] : undefined,
  );
}

/** Pixels by which the page is wider than its window. */
export function excessWidth(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
