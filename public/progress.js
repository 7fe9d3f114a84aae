// A section with data-refresh is read anew every two seconds, for as long as the server's own says so.

const everyMilliseconds = 2000;

setTimeout(() => void readAnew(), everyMilliseconds);

async function readAnew() {
  const shown = document.querySelector('[data-refresh]');
  if (!shown) return;
  try {
    const answer = await fetch(location.pathname, { headers: { Accept: 'text/html' } });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const next = page.getElementById(shown.id);
    if (next) shown.replaceWith(next);
  } catch {
    // The next time it may work again.
  }
  setTimeout(() => void readAnew(), everyMilliseconds);
}
