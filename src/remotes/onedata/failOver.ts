import type { Answer, Failure } from '../../removal/failure';
import { failed, failureOf } from '../../removal/failure';
import type { ApiRequest, Send } from '../request';

/** The providers of one space, as two ways to ask them. */
export interface Providers {
  /**
   * For what is shown: the first of them that answers, starting with the one that answered last. Only a provider that cannot be reached, does not
   * answer in time or says 503 is passed over.
   */
  readonly reading: Send;
  /**
   * For removals, and all that is asked for one: the first provider alone. Providers follow each other with a lag: what another one shows, counts or does not
   * know (yet) is not what would go, and a lost answer must be looked up where it was asked for.
   */
  readonly acting: Send;
}

export function failOver(sends: readonly Send[]): Providers {
  const [first = noProvider] = sends;
  let current = 0;
  const acting: Send = async (request, signal) => {
    const answer = await first(request, signal);
    // It is back, and what was just changed shows there first.
    if (answer.ok) current = 0;
    return answer;
  };
  const reading = async <T>(request: ApiRequest<T>, signal: AbortSignal): Promise<Answer<T>> => {
    if (!request.reads) return acting(request, signal);
    const start = current;
    let refused: Answer<T> | undefined;
    for (let tried = 0; tried < sends.length; tried++) {
      const at = (start + tried) % sends.length;
      const answer = await (sends[at] ?? first)(request, signal);
      if (answer.ok || !mayFareBetterElsewhere(answer.failure)) {
        current = at;
        return answer;
      }
      refused ??= answer;
      if (signal.aborted) break;
    }
    return refused ?? first(request, signal);
  };
  return { reading, acting };
}

const noProvider: Send = () => Promise.resolve(failed(failureOf('unavailable', 'noProvider', { reach: 'notSent' })));

function mayFareBetterElsewhere({ kind }: Failure): boolean {
  return kind === 'unavailable' || kind === 'network' || kind === 'timeout';
}
