import * as vscode from 'vscode';
import type { Failure } from '../../removal/failure';
import { matcherOf, parsePattern } from '../../removal/pattern';
import type { Entry, Remote } from '../../removal/remote';
import { ROOT, type FolderPath } from '../../removal/remotePath';
import { reasonToSkip } from '../../removal/selection';
import { walkFiles } from '../../removal/walking';
import { entryUri } from '../uri';
import { asWritten } from '../wording/names';
import * as words from '../wording/pattern';
import { clock } from './clock';

/** Files listed at most; above it a folder further down has to be chosen. */
const MOST_FILES = 200_000;
/** Matches shown as rows. */
const ROWS = 50;
/** How long a pause in typing, or between pages of a listing, has to be until the list is made anew, ms. */
const PAUSE = 120;

/** Where a pattern is applied. */
export interface PatternPlace {
  readonly remote: Remote;
  readonly folder: FolderPath;
  /** What a person calls the place. */
  readonly name: string;
}

/** What was chosen: the matching entries, nothing when the person gave up, or why not everything could be listed. */
export type Picked =
  | { readonly kind: 'chosen'; readonly entries: readonly Entry[] }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'failed'; readonly failure: Failure };

interface Row extends vscode.QuickPickItem {
  readonly entry?: Entry;
}

/**
 * Shows what a pattern matches while it is typed. Only a complete listing can be accepted: the number on the button is all
 * there is. Entries that the removal would leave alone are not counted. A match is opened for a look by choosing its row.
 */
export function pickByPattern({ remote, folder, name }: PatternPlace): Promise<Picked> {
  const action = remote.effect === 'stages' ? 'stageRemoval' : 'deletePermanently';
  const below = folder === ROOT ? 0 : folder.length + 1;
  const found: Entry[] = [];
  let matches: readonly Entry[] = [];
  let matched = '';
  let isComplete = false;
  const walk = new AbortController();
  const pick = vscode.window.createQuickPick<Row>();
  pick.title = words.title(remote.effect, name);
  pick.placeholder = words.placeholder();
  pick.ignoreFocusOut = true;
  pick.busy = true;

  const show = (): void => {
    matched = pick.value;
    const matcher = matcherOf(parsePattern(matched));
    matches = found.filter(({ path }) => matcher(path.slice(below)));
    const progress = isComplete ? words.listed(found.length) : words.listing(found.length);
    pick.items = rowsOf(matches, { effect: remote.effect, below, progress, isComplete, typed: matched.trim() });
  };
  const soon = debounced(show, PAUSE);

  return new Promise((resolve) => {
    const end = (picked: Picked): void => {
      resolve(picked);
      pick.hide();
    };
    pick.onDidChangeValue(soon.call);
    pick.onDidAccept(() => {
      const [row] = pick.activeItems;
      if (row?.entry) {
        const options = { preview: true, preserveFocus: true };
        void vscode.commands.executeCommand('vscode.open', entryUri(remote.address, row.entry.path), options);
        return;
      }
      if (matched !== pick.value) show();
      else if (isComplete && matches.length > 0) end({ kind: 'chosen', entries: matches });
    });
    pick.onDidHide(() => {
      walk.abort();
      soon.cancel();
      pick.dispose();
      resolve({ kind: 'nothing' });
    });
    show();
    pick.show();
    const onFound = (files: readonly Entry[]): void => {
      found.push(...files.filter((entry) => reasonToSkip(action, entry) === undefined));
      soon.callWithin();
    };
    void walkFiles(folder, remote, { limit: MOST_FILES, environment: clock, signal: walk.signal, onFound }).then(
      (answer) => {
        if (!answer.ok) return end({ kind: 'failed', failure: answer.failure });
        isComplete = true;
        pick.busy = false;
        show();
      },
    );
  });
}

interface Showing {
  readonly effect: Remote['effect'];
  readonly below: number;
  readonly progress: string;
  readonly isComplete: boolean;
  readonly typed: string;
}

function rowsOf(matches: readonly Entry[], { effect, below, progress, isComplete, typed }: Showing): Row[] {
  if (matches.length === 0) {
    const said = typed !== '' ? { label: words.nothingMatches() } : words.howTo();
    return [{ ...said, description: progress, alwaysShow: true }];
  }
  const shown = matches.slice(0, ROWS);
  const [act, size] = [words.act(effect, matches.length), words.size(matches)];
  const notes = [
    progress,
    ...(matches.length > shown.length ? [words.shownOf(shown.length, matches.length)] : []), // no separator is drawn while something is typed
    ...(isComplete ? [] : [words.stillListing()]),
  ];
  // VS Code sorts rows whose labels contain what was typed to the top, above the one that acts: a match has its name beside the label.
  // To VS Code, too, * means anything, and rows that all contain it go by their labels: then the one that acts has none either.
  const isAll = /^\*+$/.test(typed);
  return [
    {
      label: isAll ? '$(trash)' : `$(trash) ${act}`,
      description: isAll ? `${act} · ${size}` : size,
      detail: notes.join(' · '),
      alwaysShow: true,
    },
    ...shown.map((entry) => ({
      label: '$(file)',
      description: asWritten(words.matchText(entry, entry.path.slice(below))),
      alwaysShow: true,
      entry,
    })),
  ];
}

/** `call` waits for a pause; `callWithin` runs at most once in that time, however often it is called. */
function debounced(
  work: () => void,
  ms: number,
): { readonly call: () => void; readonly callWithin: () => void; readonly cancel: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const run = (): void => {
    timer = undefined;
    work();
  };
  const cancel = (): void => clearTimeout(timer);
  return {
    call() {
      cancel();
      timer = setTimeout(run, ms);
    },
    callWithin() {
      timer ??= setTimeout(run, ms);
    },
    cancel,
  };
}
