// What every list has: a form that filters it, a way to its next page, and words for when it is empty.

import type { Child, PropsWithChildren } from 'hono/jsx';
import { addressOf, type Query } from '../query.ts';

/** A form that asks for the same page with other words; what is set shows that it is. */
export function FilterForm({
  action,
  isFiltered,
  children,
}: PropsWithChildren<{ readonly action: string; readonly isFiltered: boolean }>) {
  return (
    <search>
      <form method="get" action={action} class="filter">
        {children}
        <div class="field">
          <button type="submit">Show</button> {isFiltered && <a href={action}>Show all</a>}
        </div>
      </form>
    </search>
  );
}

interface SelectProps {
  readonly name: string;
  readonly label: string;
  readonly value: string | undefined;
  /** Value and words. */
  readonly options: readonly (readonly [string, string])[];
}

export function Select({ name, label, value = '', options }: SelectProps) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <select id={name} name={name}>
        {options.map(([option, words]) => (
          <option value={option} selected={option === value}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}

interface PagerProps {
  readonly action: string;
  readonly query: Query;
  /** Where the next page begins; null at the end. */
  readonly next: string | null;
  readonly words?: string;
}

export function Pager({ action, query, next, words = 'Next page' }: PagerProps) {
  const isFirst = !query['after'];
  if (isFirst && next === null) return null;
  return (
    <p class="pager">
      {!isFirst && <a href={addressOf(action, { ...query, after: undefined })}>First page</a>}
      {next !== null && (
        <a href={addressOf(action, { ...query, after: next })} rel="next">
          {words}
        </a>
      )}
    </p>
  );
}

/** What will stand here, and how to bring it about. */
export function Empty({ children }: { readonly children?: Child }) {
  return <p class="empty">{children}</p>;
}
