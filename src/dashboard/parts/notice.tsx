// A box with something to know: how a form went, or what needs a decision.

import type { PropsWithChildren } from 'hono/jsx';

type Tone = 'good' | 'bad' | 'attention';

/** Read out at once when it is bad, else in its time. */
export function Notice({ tone, children }: PropsWithChildren<{ readonly tone: Tone }>) {
  return (
    <div class={`notice ${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
      {children}
    </div>
  );
}
