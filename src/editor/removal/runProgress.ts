import * as vscode from 'vscode';
import type { Progress } from '../../removal/progress';

/** At most four updates a second: VS Code debounces views and would show nothing under a storm. */
const EVERY = 250;

/** Passes on the latest value at most once in `every` ms, the first and the last one always. */
export function throttled<T>(every: number, show: (value: T) => void): { push(value: T): void; end(): void } {
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
    end() {
      clearTimeout(timer);
      timer = undefined;
      if (waiting) show(waiting.value);
      waiting = undefined;
    },
  };
}

/** Runs `work` with a cancellable notification that shows its progress. */
export async function withProgress<T>(
  title: string,
  textOf: (progress: Progress, now: number) => string,
  work: (onProgress: (progress: Progress) => void, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (notification, cancel) => {
    const controller = new AbortController();
    cancel.onCancellationRequested(() => controller.abort());
    let shown = 0;
    const display = throttled<Progress>(EVERY, (progress) => {
      const { done, total } = progress.files.total > 0 ? progress.files : progress.targets;
      const percent = total === 0 ? 0 : (done / total) * 100;
      notification.report({ message: textOf(progress, Date.now()), increment: percent - shown });
      shown = percent;
    });
    try {
      return await work((progress) => display.push(progress), controller.signal);
    } finally {
      display.end();
    }
  });
}
