// A section with data-refresh="path" is read anew from there every two seconds, for as long as the new one has it too.

const everyMilliseconds = 2000;

setTimeout(() => void readAnew(), everyMilliseconds);

async function readAnew() {
  const shown = document.querySelector('[data-refresh^="/"]');
  if (!shown) return;
  try {
    const answer = await fetch(shown.dataset.refresh);
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const next = page.getElementById(shown.id);
    if (next) shown.replaceWith(next);
  } catch {
    // The next time it may work again.
  }
  setTimeout(() => void readAnew(), everyMilliseconds);
}
