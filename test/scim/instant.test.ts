import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseInstant } from '../../src/scim/instant.ts';

describe('a time becomes UTC with seven fractional digits', () => {
  it.each([
    ['2011-05-13T04:42:34Z', '2011-05-13T04:42:34.0000000Z'],
    ['2011-05-13t04:42:34z', '2011-05-13T04:42:34.0000000Z'],
    ['2011-05-13T04:42:34', '2011-05-13T04:42:34.0000000Z'],
    ['2011-05-13T04:42:34.5', '2011-05-13T04:42:34.5000000Z'],
    ['2011-05-13T04:42:34.1234567Z', '2011-05-13T04:42:34.1234567Z'],
    ['2011-05-13T04:42:34.123456789Z', '2011-05-13T04:42:34.1234567Z'],
    ['2011-05-13T04:42:34-00:00', '2011-05-13T04:42:34.0000000Z'],
    ['2011-05-13T04:42:34+05:30', '2011-05-12T23:12:34.0000000Z'],
    ['2011-05-13T23:42:34.7-05:30', '2011-05-14T05:12:34.7000000Z'],
    ['2024-03-01T00:00:00+01:00', '2024-02-29T23:00:00.0000000Z'],
    ['2023-03-01T00:00:00+01:00', '2023-02-28T23:00:00.0000000Z'],
    ['2000-03-01T13:59:59+14:00', '2000-02-29T23:59:59.0000000Z'],
    ['1900-02-28T10:00:00-14:00', '1900-03-01T00:00:00.0000000Z'],
    ['2024-12-31T23:59:59-00:01', '2025-01-01T00:00:59.0000000Z'],
    ['2025-01-01T00:00:59+00:01', '2024-12-31T23:59:59.0000000Z'],
    ['2024-04-30T24:00:00Z', '2024-05-01T00:00:00.0000000Z'],
    ['2024-12-30T24:00:00.000-14:00', '2024-12-31T14:00:00.0000000Z'],
    ['0000-02-29T00:00:00Z', '0000-02-29T00:00:00.0000000Z'],
    ['0001-01-01T00:00:00+00:01', '0000-12-31T23:59:00.0000000Z'],
    ['9999-12-31T23:59:59.9999999Z', '9999-12-31T23:59:59.9999999Z'],
  ])('%s', (text, instant) => {
    expect(parseInstant(text)).toBe(instant);
  });
});

it.each([
  '',
  '2011-05-13',
  '04:42:34Z',
  '2011-05-13T04:42Z',
  '2011-05-13 04:42:34Z',
  ' 2011-05-13T04:42:34Z',
  '2011-05-13T04:42:34Z\n',
  '2011-5-13T04:42:34Z',
  '11-05-13T04:42:34Z',
  '12011-05-13T04:42:34Z',
  '-2011-05-13T04:42:34Z',
  '2011-00-13T04:42:34Z',
  '2011-13-13T04:42:34Z',
  '2011-05-00T04:42:34Z',
  '2011-05-32T04:42:34Z',
  '2011-04-31T04:42:34Z',
  '2011-02-29T04:42:34Z',
  '1900-02-29T04:42:34Z',
  '2011-05-13T24:00:01Z',
  '2011-05-13T24:00:00.0000001Z',
  '2011-05-13T25:00:00Z',
  '2011-05-13T04:60:34Z',
  '2016-12-31T23:59:60Z',
  '2011-05-13T04:42:34.Z',
  '2011-05-13T04:42:34,5Z',
  '2011-05-13T04:42:34+0200',
  '2011-05-13T04:42:34+02',
  '2011-05-13T04:42:34 02:00',
  '2011-05-13T04:42:34+02:60',
  '2011-05-13T04:42:34+14:01',
  '2011-05-13T04:42:34+15:00',
  '٢٠١١-05-13T04:42:34Z',
  '0000-01-01T00:00:00+00:01',
  '9999-12-31T23:59:59-00:01',
  '9999-12-31T24:00:00Z',
])('no such time: %j', (text) => {
  expect(parseInstant(text)).toBeUndefined();
});

it('agrees with the calendar of the platform, whatever the zone', () => {
  const within = {
    min: new Date('0001-01-02T00:00:00Z'),
    max: new Date('9999-12-30T00:00:00Z'),
    noInvalidDate: true,
  };
  fc.assert(
    fc.property(fc.date(within), fc.integer({ min: -14 * 60, max: 14 * 60 }), (date, zone) => {
      const local = new Date(date.getTime() + zone * 60_000).toISOString().slice(0, -1);
      const [hours, minutes] = [Math.floor(Math.abs(zone) / 60), Math.abs(zone) % 60];
      const offset = `${zone < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
      expect(parseInstant(local + offset)).toBe(date.toISOString().replace('Z', '0000Z'));
    }),
    { numRuns: 1000 },
  );
});

it('the order of the texts is the order of the times, and an instant is its own instant', () => {
  const fraction = fc.integer({ min: 0, max: 9_999_999 }).map((figure) => String(figure).padStart(7, '0'));
  const seconds = fc.integer({ min: -60_000_000_000, max: 250_000_000_000 });
  const instant = fc.tuple(seconds, fraction).map(([second, digits]) => ({
    second,
    digits,
    text: parseInstant(`${new Date(second * 1000).toISOString().slice(0, 19)}.${digits}Z`) ?? '',
  }));
  fc.assert(
    fc.property(instant, instant, (a, b) => {
      const earlier = a.second < b.second || (a.second === b.second && a.digits < b.digits);
      expect(a.text < b.text).toBe(earlier);
      expect(parseInstant(a.text)).toBe(a.text);
    }),
  );
});
