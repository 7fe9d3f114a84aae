// Forms: every one that changes something is a PostForm, which carries its session's token. And a field with its
// label, its advice and what is wrong with it.

import { type Child, createContext, type PropsWithChildren, useContext } from 'hono/jsx';

/** Provided by the layout. */
export const FormToken = createContext('');

export function PostForm({
  action,
  children,
}: PropsWithChildren<{
  /** A path of ours. */
  readonly action: string;
}>) {
  return (
    <form method="post" action={action}>
      <input type="hidden" name="form" value={useContext(FormToken)} />
      {children}
    </form>
  );
}

interface FieldProps {
  readonly name: string;
  readonly label: Child;
  readonly type?: 'text' | 'password' | 'search' | 'date';
  /** What was typed before, or is in force. */
  readonly value?: string | undefined;
  /** What to type, in words, below the field. */
  readonly advice?: Child;
  /** What is wrong with the value. */
  readonly error?: string | undefined;
  readonly required?: boolean;
  readonly maxlength?: number;
  readonly autocomplete?: string;
  readonly placeholder?: string;
  /** The keyboard of a phone. */
  readonly inputmode?: 'decimal' | 'numeric';
  readonly readonly?: boolean;
}

/** A labelled input. Its error stands beside it and is read out with it. */
export function Field({ name, label, type = 'text', advice, error, ...input }: FieldProps) {
  const [adviceId, errorId] = [`${name}-advice`, `${name}-error`];
  const described = [error && errorId, advice && adviceId].filter(Boolean).join(' ');
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <input
        id={name}
        name={name}
        type={type}
        aria-invalid={error ? 'true' : undefined}
        aria-describedby={described || undefined}
        {...input}
      />
      {error && (
        <small id={errorId} class="error">
          {error}
        </small>
      )}
      {advice && <small id={adviceId}>{advice}</small>}
    </div>
  );
}

interface SelectProps {
  readonly name: string;
  readonly label: Child;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly text: string }[];
  readonly advice?: Child;
}

/** A labelled choice of one. */
export function Select({ name, label, value: chosen, options, advice }: SelectProps) {
  const adviceId = `${name}-advice`;
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <select id={name} name={name} aria-describedby={advice ? adviceId : undefined}>
        {options.map(({ value, text }) => (
          <option value={value} selected={value === chosen}>
            {text}
          </option>
        ))}
      </select>
      {advice && <small id={adviceId}>{advice}</small>}
    </div>
  );
}
