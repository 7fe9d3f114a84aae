// Points in time as text that sorts: xsd:dateTime (RFC 7643 §2.3.5) to UTC with seven fractional digits, as
// many as Entra sends. Arithmetic on the calendar only; nothing here asks what time it is.

/**
 * `2011-05-13T04:42:34+02:00` → `2011-05-13T02:42:34.0000000Z`; undefined when the text is no such time or leaves
 * the years 0000–9999 in UTC. Without a zone it is UTC. Of the fraction, digits after the seventh are cut off.
 * 24:00:00 is the next midnight and leap seconds are no times, both as in XML Schema.
 */
export function parseInstant(text: string): string | undefined {
  const found = dateTime.exec(text)?.groups;
  if (!found) return undefined;
  const part = (name: string) => Number(found[name] ?? 0);
  const fraction = found['fraction'] ?? '';
  const local: Day = { year: part('year'), month: part('month'), day: part('day') };
  const [hour, minute, second] = [part('hour'), part('minute'), part('second')];
  const zoneMinutes = part('zoneHour') * 60 + part('zoneMinute');
  const midnight = minute === 0 && second === 0 && !/[1-9]/.test(fraction);
  if (local.month < 1 || local.month > 12 || local.day < 1 || local.day > daysOfMonth(local))
    return undefined;
  if (hour > (midnight ? 24 : 23) || minute > 59 || second > 59) return undefined;
  if (part('zoneMinute') > 59 || zoneMinutes > maxZoneMinutes) return undefined;

  // At most 24:00 − (−14:00) = 38 hours, at least 00:00 − 14:00: one day away at the furthest.
  const minutes = hour * 60 + minute + (found['sign'] === '-' ? zoneMinutes : -zoneMinutes);
  const days = Math.floor(minutes / minutesPerDay);
  const utc = days < 0 ? dayBefore(local) : days > 0 ? dayAfter(local) : local;
  if (utc.year < 0 || utc.year > 9999) return undefined;
  const ofDay = minutes - days * minutesPerDay;
  const date = `${digits(utc.year, 4)}-${digits(utc.month, 2)}-${digits(utc.day, 2)}`;
  const time = `${digits(Math.floor(ofDay / 60), 2)}:${digits(ofDay % 60, 2)}:${digits(second, 2)}`;
  return `${date}T${time}.${fraction.slice(0, 7).padEnd(7, '0')}Z`;
}

const dateTime =
  /^(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)[Tt](?<hour>\d\d):(?<minute>\d\d):(?<second>\d\d)(?:\.(?<fraction>\d+))?(?:[Zz]|(?<sign>[-+])(?<zoneHour>\d\d):(?<zoneMinute>\d\d))?$/;
const minutesPerDay = 24 * 60;
/** The furthest zone of XML Schema. */
const maxZoneMinutes = 14 * 60;

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

function daysOfMonth({ year, month }: Pick<Day, 'year' | 'month'>): number {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

function dayAfter({ year, month, day }: Day): Day {
  if (day < daysOfMonth({ year, month })) return { year, month, day: day + 1 };
  return month < 12 ? { year, month: month + 1, day: 1 } : { year: year + 1, month: 1, day: 1 };
}

function dayBefore({ year, month, day }: Day): Day {
  if (day > 1) return { year, month, day: day - 1 };
  const before = month > 1 ? { year, month: month - 1 } : { year: year - 1, month: 12 };
  return { ...before, day: daysOfMonth(before) };
}

function digits(figure: number, count: number): string {
  return String(figure).padStart(count, '0');
}
