// A trial plays by itself: the form of its next step is sent until there is none.

import { fetchPart } from './refresh.js';

/** So that one sees the list grow. */
const pauseMilliseconds = 100;

const trial = document.getElementById('trial');
if (trial) void play();

async function play() {
  const form = trial.querySelector('form[action$=next]');
  if (!form) return;
  form.hidden = true;
  const body = new URLSearchParams(new FormData(form));
  const next = await fetchPart('trial', form.action, { method: 'POST', body });
  form.hidden = false;
  if (!next) return;
  trial.replaceChildren(...next.childNodes);
  setTimeout(() => void play(), pauseMilliseconds);
}
