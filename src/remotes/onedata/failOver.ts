import type { Answer, Failure } from '../../removal/failure';
import { failed, failureOf } from '../../removal/failure';
import type { ApiRequest, Send } from '../request';

/**
 * Reads go to the first of several providers of one space that answers, starting with the one that answered last; what changes
 * something goes to the first provider alone, because a lost answer must be looked up where it was asked for.
 * Only a provider that cannot be reached, does not answer in time or says 503 is passed over.
 */
export function failOver(sends: readonly Send[]): Send {
  let current = 0;
  return async <T>(request: ApiRequest<T>, signal: AbortSignal): Promise<Answer<T>> => {
    const [first] = sends;
    if (first === undefined) return failed(failureOf('unavailable', 'noProvider', { reach: 'notSent' }));
    if (!request.reads) {
      const answer = await first(request, signal);
      // It is back, and what was just changed shows there first.
      if (answer.ok) current = 0;
      return answer;
    }
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
}

function mayFareBetterElsewhere({ kind }: Failure): boolean {
  return kind === 'unavailable' || kind === 'network' || kind === 'timeout';
}
