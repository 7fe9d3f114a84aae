// A part of the page with data-refresh="path" (none: of this page) is read anew from there every few seconds while
// somebody looks, until it comes without. It ends after a while, since each look keeps the visit alive.

const everyMilliseconds = 3000;
const endsAt = Date.now() + 20 * 60_000;

wait();

function wait() {
  const part = document.querySelector('[data-refresh]');
  if (part && Date.now() < endsAt) setTimeout(() => void look(part), everyMilliseconds);
}

async function look(part) {
  const fresh = document.hidden ? undefined : await fetchPart(part.id, part.dataset.refresh);
  if (fresh) {
    part.replaceChildren(...fresh.childNodes);
    if (!fresh.matches('[data-refresh]')) part.removeAttribute('data-refresh');
  }
  wait();
}

/** The element with this id on the page that answers; undefined where none does. */
export async function fetchPart(id, ...request) {
  try {
    const answer = await fetch(...request);
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    return (answer.ok && page.getElementById(id)) || undefined;
  } catch {
    return undefined;
  }
}
