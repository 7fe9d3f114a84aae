// One field of a form of settings, with its label, its advice and what is wrong with it.

import type { Settings } from '../../../policy/settings.ts';
import { maxFieldLength, maxLinesLength } from '../../limits.ts';
import { titleOf } from '../../parts/foreign.tsx';
import type { Column } from './section.ts';

interface Props {
  readonly column: Column;
  readonly settings: Settings;
  /** In the form, and the field's id. */
  readonly name: string;
  readonly value: string;
  readonly error: string | undefined;
}

export function Cell(props: Props) {
  const { column, name, value, error } = props;
  const [adviceId, errorId] = [`${name}-advice`, `${name}-error`];
  const described = [error && errorId, column.advice && adviceId].filter(Boolean).join(' ');
  const common = {
    id: name,
    name,
    'aria-invalid': error ? ('true' as const) : undefined,
    'aria-describedby': described || undefined,
  };
  return (
    <div class={column.isWide ? 'field broad' : 'field'}>
      <label for={name}>
        {column.kind === 'checkbox' && <input type="checkbox" checked={value === 'on'} {...common} />}
        {column.label}
      </label>
      {column.kind === 'choice' && (
        <select {...common}>
          {optionsOf(props).map(([option, words]) => (
            <option value={option} selected={option === value}>
              {words}
            </option>
          ))}
        </select>
      )}
      {column.kind === 'lines' && (
        <textarea rows={3} maxlength={maxLinesLength} {...common}>
          {value}
        </textarea>
      )}
      {(column.kind === 'text' || column.kind === 'number') && (
        <input
          type="text"
          inputmode={column.kind === 'number' ? 'decimal' : undefined}
          value={value}
          maxlength={maxFieldLength}
          {...common}
        />
      )}
      {error && (
        <small id={errorId} class="error">
          {error}
        </small>
      )}
      {column.advice && <small id={adviceId}>{column.advice}</small>}
    </div>
  );
}

/** A value that is no choice any more stays one, so that saving something else does not change it. */
function optionsOf({ column, settings, value }: Props): readonly (readonly [string, string])[] {
  const options = column.options?.(settings) ?? [];
  return options.some(([option]) => option === value)
    ? options
    : [...options, [value, titleOf(value)] as const];
}
