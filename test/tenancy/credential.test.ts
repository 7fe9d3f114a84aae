import { expect, it } from 'vitest';
import { tokenOf } from '../../src/tenancy/credential.ts';

const basic = (pair: string) => `Basic ${btoa(pair)}`;

it.each<[header: string, token: string]>([
  ['Bearer rc_x', 'rc_x'],
  ['bearer rc_x', 'rc_x'],
  ['BEARER\trc_x', 'rc_x'],
  ['  Bearer   rc_x  ', 'rc_x'],
  ['rc_x', 'rc_x'],
  [' rc_x ', 'rc_x'],
  [basic('user:rc_x'), 'rc_x'],
  [basic(':rc_x'), 'rc_x'],
  [basic('a:b:c'), 'b:c'],
  [basic('user:rc_x').replace('Basic', 'BASIC'), 'rc_x'],
])('"%s" holds the token "%s"', (header, token) => {
  expect(tokenOf(header)).toBe(token);
});

it.each<[what: string, header: string | null | undefined]>([
  ['no header', undefined],
  ['null', null],
  ['nothing', ''],
  ['spaces', '   '],
  ['Basic without a password', basic('user:')],
  ['Basic without a colon', basic('rc_x')],
  ['Basic that is no base64', 'Basic %%%'],
])('%s holds no token', (_what, header) => {
  expect(tokenOf(header)).toBeUndefined();
});

it.each(['Bearer', 'Basic', 'Digest rc_x', 'Token rc_x', 'Bearer,rc_x'])(
  '"%s" is no form that is known, and never becomes a part of itself',
  (header) => {
    expect(tokenOf(header)).toBe(header);
  },
);
