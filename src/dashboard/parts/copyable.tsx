// A text to be copied: it can be selected as it stands, and has a button where scripts run.

interface CopyableProps {
  /** Of its own on the page. */
  readonly id: string;
  readonly text: string;
  /** What it is, for those who cannot see where the button stands. */
  readonly name: string;
}

export function Copyable({ id, text, name }: CopyableProps) {
  return (
    <div class="copyable">
      <code id={id}>{text}</code>
      <button type="button" class="quiet" data-copy={id}>
        <span aria-live="polite">Copy</span>
        <span class="unseen"> {name}</span>
      </button>
    </div>
  );
}
