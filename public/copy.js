// Buttons with data-copy="id" copy the text of the element with that id; their first word says so for two seconds.

const shownMilliseconds = 2000;

for (const button of document.querySelectorAll('button[data-copy]')) {
  const word = button.firstElementChild;
  const label = word.textContent;
  const source = document.getElementById(button.dataset.copy);
  button.addEventListener('click', () => void copy(source).then((answer) => say(word, answer, label)));
}

function say(word, answer, label) {
  word.textContent = answer;
  setTimeout(() => {
    word.textContent = label;
  }, shownMilliseconds);
}

/** Where the browser does not let us, the text is selected for the reader's own keys. */
async function copy(source) {
  try {
    await navigator.clipboard.writeText(source.textContent.trim());
    return 'Copied';
  } catch {
    getSelection().selectAllChildren(source);
    return 'Press Ctrl+C';
  }
}
