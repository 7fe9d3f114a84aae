// Pages are sent compressed to those who can read it.

import { expect, it } from 'vitest';
import { newOperator } from '../support/visitor.ts';

it.each([
  ['gzip', 'gzip'],
  ['br, gzip;q=0.8', 'gzip'],
  ['GZIP', 'gzip'],
  ['gzip;q=0', null],
  ['br, gzip; q=0.0, identity', null],
  ['x-gzip-like', null],
  ['identity', null],
])('"%s" is answered with the encoding %s', async (accepted, encoding) => {
  const operator = await newOperator();
  const { headers, status } = await operator.get('/dashboard', { 'Accept-Encoding': accepted });
  expect(status).toBe(200);
  expect(headers.get('content-encoding')).toBe(encoding);
});

it('what is no page is sent as it is', async () => {
  const operator = await newOperator();
  const answer = await operator.submit('/dashboard/sign-out', {}, { 'Accept-Encoding': 'gzip' });
  expect([answer.status, answer.headers.get('content-encoding')]).toEqual([303, null]);
});
