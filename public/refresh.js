// A part of the page with data-refresh is fetched anew every few seconds while something in it is open and somebody
// looks: the set-up page's list ticks itself. It ends after a while, since each look keeps the visit alive.

const everyMilliseconds = 4000;
const forMilliseconds = 20 * 60_000;
const endsAt = Date.now() + forMilliseconds;

for (const part of document.querySelectorAll('[data-refresh][id]')) wait(part);

function wait(part) {
  if (Date.now() < endsAt && part.querySelector('.open')) {
    setTimeout(() => void look(part), everyMilliseconds);
  }
}

async function look(part) {
  if (!document.hidden) await fetchAnew(part);
  wait(part);
}

async function fetchAnew(part) {
  try {
    const response = await fetch(location.pathname + location.search);
    const fresh = new DOMParser().parseFromString(await response.text(), 'text/html').getElementById(part.id);
    if (response.ok && fresh) part.replaceChildren(...fresh.childNodes);
  } catch {
    // The next look may succeed; the link to look again is there all the while.
  }
}
