// Forms of settings are checked while somebody types: what is wrong with a field stands beside it once he has touched
// it, before anything is saved.

import { fetchPart } from './refresh.js';

const pauseMilliseconds = 400;

const part = document.getElementById('checked');
const touched = new Set();
let timer;
let asked = 0;

for (const event of ['input', 'change', 'focusout']) part?.addEventListener(event, wait);

function wait({ target }) {
  // A button that gets the focus is none of it.
  if (!target.matches('input, select, textarea')) return;
  touched.add(target.id);
  clearTimeout(timer);
  timer = setTimeout(() => void check(), pauseMilliseconds);
}

async function check() {
  const own = ++asked;
  const form = part.querySelector('form');
  const body = new URLSearchParams(new FormData(form));
  body.set('act', 'check');
  const fresh = await fetchPart('checked', form.action, { method: 'POST', body });
  if (!fresh || own !== asked) return;
  for (const field of part.querySelectorAll('[aria-invalid]')) show(field, fresh);
  for (const id of touched) show(document.getElementById(id), fresh);
}

/** The error of this field as it is on the fresh page, or none. */
function show(field, fresh) {
  const errorId = `${field.id}-error`;
  const checked = fresh.querySelector(`#${CSS.escape(field.id)}`);
  const error = fresh.querySelector(`#${CSS.escape(errorId)}`);
  document.getElementById(errorId)?.remove();
  if (error) field.closest('.field').insertBefore(error, document.getElementById(`${field.id}-advice`));
  for (const name of ['aria-invalid', 'aria-describedby']) {
    const value = checked?.getAttribute(name);
    if (value) field.setAttribute(name, value);
    else field.removeAttribute(name);
  }
}
