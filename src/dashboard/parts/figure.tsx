// A number that matters, with what it counts: one of `<dl class="figures">`.

import type { Child } from 'hono/jsx';

interface FigureProps {
  readonly name: string;
  readonly count: Child;
}

export function Figure({ name, count }: FigureProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{count}</dd>
    </div>
  );
}
