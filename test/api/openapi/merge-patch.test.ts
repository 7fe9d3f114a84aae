// What a merge patch may hold, from the schema of what it is merged into.

import { expect, it } from 'vitest';
import { mergePatchOf } from '../../../src/api/openapi/merge-patch.ts';

const text = { type: 'string', minLength: 1 };
const nothing = { type: 'null' };

it.each<[what: string, whole: Record<string, unknown>, patch: Record<string, unknown>]>([
  [
    'each member of an object may be left out, and be null',
    { type: 'object', properties: { a: text }, required: ['a'], additionalProperties: false },
    { type: 'object', properties: { a: { anyOf: [text, nothing] } }, additionalProperties: false },
  ],
  [
    'so may the members of an object in an object',
    { type: 'object', properties: { a: { type: 'object', properties: { b: text }, required: ['b'] } } },
    {
      type: 'object',
      properties: {
        a: { anyOf: [{ type: 'object', properties: { b: { anyOf: [text, nothing] } } }, nothing] },
      },
    },
  ],
  [
    'what it is for is said of the whole choice',
    { type: 'object', properties: { a: { ...text, description: 'A name.' } } },
    { type: 'object', properties: { a: { description: 'A name.', anyOf: [text, nothing] } } },
  ],
  [
    'what may be null already is not said twice',
    { type: 'object', properties: { a: { anyOf: [text, nothing], default: null } } },
    { type: 'object', properties: { a: { anyOf: [text, nothing] } } },
  ],
  [
    'lists are replaced whole, with whole objects in them',
    {
      type: 'object',
      properties: {
        a: {
          type: 'array',
          items: { type: 'object', properties: { b: text }, required: ['b'] },
          default: [],
        },
      },
    },
    {
      type: 'object',
      properties: {
        a: {
          anyOf: [
            { type: 'array', items: { type: 'object', properties: { b: text }, required: ['b'] } },
            nothing,
          ],
        },
      },
    },
  ],
])('%s', (_what, whole, patch) => {
  expect(mergePatchOf(whole)).toEqual(patch);
});
