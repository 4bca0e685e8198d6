import type { Failure } from '../../removal/failure';

/** A failure in words. Both are whole sentences; what the server or a name adds is text, never markup. */
export interface Explanation {
  /** Which server, and what happened. */
  readonly message: string;
  /** What to do about it. */
  readonly hint: string;
}

/** Words for one code. `server`: the host the person knows; `data`: what the failure carries. */
export type Words = (server: string, data: Failure['data']) => Explanation;

export type WordsByCode = Readonly<Record<string, Words>>;
