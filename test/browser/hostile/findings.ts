// What is wrong with a page that shows what others have sent, as it stands in the browser.

import type { Page } from 'playwright-core';

/** In words; nothing where all is well. What is folded away is opened first. */
export async function findings(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    for (const closed of document.querySelectorAll('details')) closed.open = true;
    if ('ran' in globalThis) found.push(`a script of theirs ran: ${Reflect.get(globalThis, 'ran')}`);

    const smuggled =
      'img, iframe, object, embed, base, style, script:not([src="/dashboard.js"]), svg[onload], [style], [onerror], [onfocus], [onload], [autofocus]';
    for (const element of document.querySelectorAll(smuggled)) found.push(`smuggled: ${element.outerHTML}`);
    for (const element of document.querySelectorAll('[href], [src], [action]')) {
      for (const name of ['href', 'src', 'action']) {
        const url = element.getAttribute(name);
        if (url !== null && new URL(url, location.href).origin !== location.origin) {
          found.push(`leads elsewhere: ${element.outerHTML}`);
        }
      }
    }

    // Joiners and variation selectors belong to letters and emoji; lines of a <pre> are its own.
    const hidden =
      /(?!\t|\n|\u200c|\u200d|[\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}])[\p{Cc}\p{Default_Ignorable_Code_Point}\u2028\u2029\u2800]/u;
    const isApart = (element: Element | null) => element?.closest('bdi, option, textarea, svg, pre') !== null;
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const text = node.textContent ?? '';
      if (hidden.test(text) && node.parentElement?.tagName !== 'TEXTAREA')
        found.push(`hides a sign: ${node.parentElement?.outerHTML.slice(0, 200)}`);
      if (/[\u0590-\u05ff]/.test(text) && !isApart(node.parentElement)) {
        found.push(`turns what is around it: ${node.parentElement?.outerHTML.slice(0, 200)}`);
      }
    }
    for (const value of document.querySelectorAll('bdi')) {
      const next = value.nextSibling;
      if (!(next instanceof Text) || next.data.trim() === '') continue;
      const range = document.createRange();
      range.setStart(next, 0);
      range.setEnd(next, 1);
      const [after] = range.getClientRects();
      const own = [...value.getClientRects()].filter(({ top }) => after && Math.abs(top - after.top) < 4);
      if (after && own.some(({ right }) => right > after.left + 1)) {
        found.push(`does not stay in its place: what follows ${value.outerHTML}`);
      }
    }
    for (const element of document.querySelectorAll('[title], [aria-label], [placeholder]')) {
      for (const name of ['title', 'aria-label', 'placeholder']) {
        if (hidden.test(element.getAttribute(name) ?? '')) found.push(`hides a sign in its ${name}`);
      }
    }
    if (hidden.test(document.title)) found.push('hides a sign in the title of the page');
    if (getComputedStyle(document.documentElement).direction !== 'ltr') found.push('the page is turned');

    for (const words of document.querySelectorAll('a, h1, h2, legend, label, summary')) {
      if (words.textContent.trim() === '') found.push(`nothing to see: ${words.outerHTML}`);
    }

    const excess = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (excess > 0) {
      const wide = [...document.querySelectorAll('body *')].findLast(
        (one) => one.getBoundingClientRect().right > innerWidth && !one.closest('.wide, pre, .skip'),
      );
      found.push(`has to be scrolled sideways by ${excess} px: ${wide?.outerHTML.slice(0, 200)}`);
    }
    return found;
  });
}
