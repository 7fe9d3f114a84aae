// The one thing that a rehearsal needs from its surroundings: a way to send a request. The global `fetch` fits,
// so does a Worker's `fetch` handler behind two lines, and a fake in a test. Time limits are its owner's business.

/** A request as an identity provider sends it, headers and body to the letter. */
export interface FetchRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What a rehearsal reads of the answer; `text` is always read to the end. */
export interface FetchResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}

/** Sends one request. Rejects only when no answer came. */
export type Fetch = (url: string, request: FetchRequest) => Promise<FetchResponse>;
