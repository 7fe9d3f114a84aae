// Times in the reader's own zone and language: the exact one as the title of each <time>, the day where a day is
// shown, and how long ago it was for as long as the page is open.

const everyMilliseconds = 30_000;
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const seconds = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
});
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const units = [
  ['minute', 60_000, 60],
  ['hour', 3_600_000, 24],
  ['day', 86_400_000, 7],
];

tellTimes();
setInterval(tellTimes, everyMilliseconds);

function tellTimes() {
  for (const time of document.querySelectorAll('time[data-moment]')) {
    const moment = Date.parse(time.dateTime);
    time.title = exact.format(moment);
    const text = textOf(time.dataset.moment, moment);
    if (time.textContent !== text) time.textContent = text;
  }
}

function textOf(kind, moment) {
  if (kind === 'exact') return seconds.format(moment);
  return (kind === 'relative' && since(moment - Date.now())) || day.format(moment);
}

/** As src/dashboard/parts/moment.tsx says it. */
function since(difference) {
  if (Math.abs(difference) < 60_000) return difference > 0 ? 'in a moment' : 'just now';
  for (const [unit, milliseconds, end] of units) {
    const count = Math.round(difference / milliseconds);
    if (Math.abs(count) < end) return relative.format(count, unit);
  }
  return undefined;
}
