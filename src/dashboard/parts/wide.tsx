// What may be wider than a phone, such as a table: it is scrolled by itself, by keys too.

import type { PropsWithChildren } from 'hono/jsx';

/** `label`: what is in it, for who comes upon it by keys. Where something in it takes the keys, it is not needed. */
export function Wide({ label, children }: PropsWithChildren<{ readonly label: string }>) {
  return (
    <section class="wide" tabindex={0} aria-label={label}>
      {children}
    </section>
  );
}
