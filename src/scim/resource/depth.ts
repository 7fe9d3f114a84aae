// How deep a body may nest. Whatever is kept is flat by declaration, but what is ignored or quoted in a message
// may have any shape, and nothing that walks it later should have to ask how deep it goes.

import { invalidSyntax } from '../error.ts';
import { maxJsonDepth } from '../limits.ts';

/** Throws 400 `invalidSyntax` when the JSON has more than `maxJsonDepth` objects and lists inside one another. */
export function checkDepth(json: unknown): void {
  if (isDeeperThan(json, maxJsonDepth)) {
    throw invalidSyntax(`The body nests deeper than ${maxJsonDepth} objects and lists; no resource does.`);
  }
}

function isDeeperThan(json: unknown, levels: number): boolean {
  if (typeof json !== 'object' || json === null) return false;
  return levels === 0 || Object.values(json).some((value) => isDeeperThan(value, levels - 1));
}
