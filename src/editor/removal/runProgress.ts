import * as vscode from 'vscode';

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
 * Runs `work`; once it takes a moment, shows a notification with its latest state and a Cancel button. What the work hands to `show` is
 * asked when it is due to be shown, and asked again while the work says nothing.
 */
export async function withNotification<T>(
  title: string,
  work: (show: (shown: () => Shown) => void, signal: AbortSignal) => Promise<T>,
  controller = new AbortController(),
): Promise<T> {
  let latest: (() => Shown) | undefined;
  let onFirst = (): void => undefined;
  const working = work((shown) => {
    latest = shown;
    onFirst();
  }, controller.signal);
  const timer = setTimeout(() => {
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    void vscode.window.withProgress(options, async (notification, cancel) => {
      cancel.onCancellationRequested(() => controller.abort());
      const display = reporter(notification);
      let repeat: NodeJS.Timeout | undefined;
      onFirst = () => {
        if (repeat || !latest) return;
        display(latest());
        repeat = setInterval(() => latest && display(latest()), EVERY);
      };
      onFirst();
      await working.catch(() => undefined);
      clearInterval(repeat);
    });
  }, PATIENCE);
  try {
    return await working;
  } finally {
    clearTimeout(timer);
  }
}

function reporter(notification: vscode.Progress<{ message?: string; increment?: number }>): (shown: Shown) => void {
  let before: Required<Shown> = { text: '', part: 0 };
  return ({ text, part = 0 }) => {
    if (text === before.text && part === before.part) return;
    notification.report({ message: text, increment: (part - before.part) * 100 });
    before = { text, part };
  };
}
