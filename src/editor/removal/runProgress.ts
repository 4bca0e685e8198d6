import * as vscode from 'vscode';
import type { Progress } from '../../removal/progress';

/** What is over sooner needs no notification, ms. */
const PATIENCE = 1_000;
/** A notification's text changes at most so often, ms: screen readers read each one out. */
const EVERY = 5_000;

/** What a piece of work shows of itself: a text, and how far it is (0 to 1, when that can be told). */
export interface Shown {
  readonly text: string;
  readonly part?: number;
}

/**
 * Runs `work`; once it takes a moment, shows a notification with its latest state and a Cancel button. What `show` is given is asked
 * only when it will be seen: a run tells its state with every answer.
 */
export async function withNotification<T>(
  title: string,
  work: (show: (state: () => Shown) => void, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let latest: (() => Shown) | undefined;
  let display: ((state: () => Shown) => void) | undefined;
  const working = work((state) => {
    latest = state;
    display?.(state);
  }, controller.signal);
  const timer = setTimeout(() => {
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    void vscode.window.withProgress(options, async (notification, cancel) => {
      cancel.onCancellationRequested(() => controller.abort());
      const report = reporter(notification);
      const calm = throttled<() => Shown>(EVERY, (state) => report(state()));
      display = (state) => calm.push(state);
      if (latest) display(latest);
      await working.then(calm.end, calm.end);
    });
  }, PATIENCE);
  try {
    return await working;
  } finally {
    clearTimeout(timer);
  }
}

/** How far a run is, 0 to 1. */
export function partOf({ files, targets }: Progress): number {
  const { done, total } = files.total > 0 ? files : targets;
  return total === 0 ? 0 : done / total;
}

function reporter(notification: vscode.Progress<{ message?: string; increment?: number }>): (shown: Shown) => void {
  let reported = 0;
  return ({ text, part = 0 }) => {
    notification.report({ message: text, increment: (part - reported) * 100 });
    reported = part;
  };
}

/** Passes on the latest value at most once in `every` ms; the first one at once. */
function throttled<T>(
  every: number,
  show: (value: T) => void,
): { readonly push: (value: T) => void; readonly end: () => void } {
  let waiting: { readonly value: T } | undefined;
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    timer = undefined;
    if (!waiting) return;
    show(waiting.value);
    waiting = undefined;
    timer = setTimeout(flush, every);
  };
  return {
    push(value) {
      waiting = { value };
      if (!timer) flush();
    },
    end: () => clearTimeout(timer),
  };
}
