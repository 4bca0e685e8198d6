import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { StagedTree } from '../../src/editor/staged/stagedTree';
import { newDomain, oxenVersion } from '../../src/editor/wording/accounts';
import { workspaceCreated } from '../../src/editor/wording/commands';
import {
  behind,
  commitTitle,
  committed,
  defaultMessage,
  previewNotes,
  restoreCommand,
  stagedAgain,
  unknownCommit,
} from '../../src/editor/wording/commit';
import { explain, explainInFull, wordsFor } from '../../src/editor/wording/failures';
import { oneLine, quoted, shortened, shortenedPath } from '../../src/editor/wording/names';
import { typePrompt } from '../../src/editor/wording/plans';
import { discardedWith, folderLabels, statusTooltip, troubleNotice } from '../../src/editor/wording/staged';
import { KNOWN_ERRNOS, KNOWN_IDS } from '../../src/remotes/onedata/errorTable';
import { failureOfReply as onedataFailure } from '../../src/remotes/onedata/failures';
import { failureOfReply as oxenFailure, KNOWN_CODES } from '../../src/remotes/oxen/failures';
import type { Reply } from '../../src/remotes/request';
import { failureOf, type Failure } from '../../src/removal/failure';
import type { RemotePath } from '../../src/removal/remotePath';
import type { CommitPreview, CommitProof, StagedState } from '../../src/removal/staging';
import { pathOf, stagedState, WORKSPACE } from '../support/builders';
import { within } from '../support/processorTime';

const ROOT = path.resolve(__dirname, '../..');
const HOST = 'data.example.org';

/** Codes that the source names where it makes a failure; the tables of codes are imported. */
function codesInSource(): readonly string[] {
  const files = fs.readdirSync(path.join(ROOT, 'src'), { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.ts') && !file.startsWith('sandbox'))
    .flatMap((file) => {
      const text = fs.readFileSync(path.join(ROOT, 'src', file), 'utf8');
      const made = [...text.matchAll(/\b(?:failureOf\(\s*'\w+',|refused\(|absent\()\s*'(\w+)'/g)];
      return made.map(([, code]) => code ?? '');
    });
}

/** What either server's bare status becomes: Cowboy, proxies and frameworks answer so. */
function codesOfStatuses(): readonly string[] {
  const statuses = Array.from({ length: 300 }, (_, index) => 300 + index);
  return statuses.flatMap((status) => {
    const bodies = ['', '<html>', '{}', 'no JSON'].map((text) => new TextEncoder().encode(text));
    const replies = bodies.map((body): Reply => ({ status, headers: {}, body, truncated: false }));
    return replies.flatMap((reply) => [onedataFailure(reply).code, oxenFailure(reply, 'path').code]);
  });
}

function jsonReply(value: unknown): Reply {
  return { status: 400, headers: {}, body: new TextEncoder().encode(JSON.stringify(value)), truncated: false };
}

describe('every failure has words of its own', () => {
  const said = (error: object): string => onedataFailure(jsonReply({ error })).code;
  const onedata = [
    ...KNOWN_ERRNOS.map((errno) => said({ id: 'posix', details: { errno } })),
    ...KNOWN_IDS.map((id) => said({ id })),
    ...KNOWN_IDS.map((id) => said({ id: 'unauthorized', details: { authError: { id } } })),
  ];
  const sources: readonly (readonly [string, readonly string[]])[] = [
    ['the error ids and errnos of Onedata', onedata],
    ['the refusals of an oxen-server', KNOWN_CODES],
    ['bare statuses', codesOfStatuses()],
    ['what the client, the domain and the editor find out by themselves', codesInSource()],
  ];
  for (const [what, codes] of sources) {
    it(what, () => {
      assert.ok(codes.length >= 8, 'found too few codes to be all of them');
      assert.deepEqual([...new Set(codes.filter((code) => wordsFor(code) === undefined))].sort(), []);
    });
  }

  it('in whole sentences, without a hole in them, that name the code only in full', () => {
    for (const code of new Set(sources.flatMap(([, codes]) => codes))) {
      const { message, hint } = explain(failureOf('unexpected', code), HOST);
      assert.match(message, /^[\p{Lu}“\d{d].*\.$/u, code);
      assert.match(hint, /^(\p{Lu}.*[.…])?$/u, code);
      assert.doesNotMatch(`${message} ${hint}`, /\{\d\}|undefined|NaN|\[object/, code);
      assert.ok(explainInFull(failureOf('unexpected', code), HOST).includes(code));
    }
  });

  it('the reason inside `unauthorized` is what is told', () => {
    const told = (code: string, data: Failure['data'] = {}): string =>
      explain(failureOf('auth', code, { data }), HOST).message;
    assert.match(told('unauthorized.tokenCaveatUnverified', { caveat: 'time' }), /expired/);
    assert.match(told('unauthorized.tokenRevoked'), /revoked/);
    assert.match(told('badValueToken.notAnAccessToken', { received: 'identityToken' }), /identity token/);
    assert.match(told('unauthorized.somethingNewer'), /did not accept the token/);
  });

  it('a code that a hostile server made up is explained by its kind', () => {
    for (const code of ['constructor', '__proto__', 'toString', 'posix.constructor', 'hasOwnProperty.x']) {
      const { message, hint } = explain(failureOf('busy', code), HOST);
      assert.equal(typeof message, 'string');
      assert.ok(message.includes(HOST) && hint !== '', code);
    }
  });

  it('the reason why a folder was not listed is told in words, not as a code', () => {
    const told = (reason: string): string => {
      const failure = failureOf('unexpected', 'folderNotListed', { data: { folder: 'private', reason } });
      return explain(failure, HOST).message;
    };
    assert.match(told('posix.eacces'), /did not list “private”.* No permission for this on data\.example\.org\.$/);
    assert.match(told('somethingNewer'), /\. somethingNewer$/);
  });

  it('texts of servers stay on one line', () => {
    const data = { message: 'first\nsecond\u202e', context: 'opw\r25.0' };
    assert.doesNotMatch(explainInFull(failureOf('unexpected', 'internalServerError', { data }), HOST), /[\n\r\u202e]/);
  });

  it('no text of a server becomes a link: notifications and prompts would run its command', () => {
    // `linkedText` of VS Code 1.100 to 1.139.
    const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/gi;
    const hostile = '[Heal](command:workbench.action.quit)[x](HTTPS://evil.example)';
    assert.match(hostile, link);
    const path = hostile as RemotePath;
    const state: StagedState = {
      ...{ removed: [{ path }], uploaded: [path], edited: [path], emptyFolders: [path], unreadable: [], base: hostile },
      ...{ leftovers: (['loses', 'adds', 'breaks'] as const).map((harm) => ({ folder: path, harm })), readAt: 0 },
      unfinished: [{ path, state: 'renamed', aside: path }],
    };
    const preview: CommitPreview = {
      ...{ branch: hostile, state, emptied: [path], mergeable: true, conflicts: [path], behind: 1, head: hostile },
      appeared: [path],
    };
    const proof: CommitProof = { kind: 'differs', missing: [path], remaining: [path], folders: 1 };
    const outcome = { kind: 'committed', commit: hostile, parent: hostile, proof, workspace: 'gone' } as const;
    const data = new Proxy<Failure['data']>({}, { get: () => hostile, has: () => true });
    const codes = sources.flatMap(([, all]) => all);
    const texts = [
      ...codes.flatMap((code) => {
        const { message, hint } = explain(failureOf('unexpected', code, { data }), HOST);
        return [message, hint];
      }),
      ...state.leftovers.map((leftover) => troubleNotice(hostile, { ...state, leftovers: [leftover] })),
      ...[
        quoted(hostile),
        shortened(hostile),
        oneLine(hostile),
        typePrompt({ kind: 'name', expected: hostile }, ['uncounted']),
        newDomain(hostile),
      ],
      ...[committed(outcome, preview), behind(hostile)],
      stagedAgain(hostile, hostile, state, 0, [{ remote: WORKSPACE, entry: { path, kind: 'file', traits: [] } }]),
      ...[unknownCommit({ kind: 'unknown', failure: failureOf('timeout', 'timeout'), head: hostile }, preview)],
      ...[commitTitle(hostile, hostile), workspaceCreated(hostile), oxenVersion(hostile), ...previewNotes(preview)],
    ];
    for (const text of texts) assert.doesNotMatch(text, link);
  });
});

describe('a workspace in which nothing but an empty folder is staged', () => {
  const state = stagedState([], { emptyFolders: [pathOf('empty')] });
  const preview = { branch: 'main', state } as unknown as CommitPreview;

  it('holds that removal: before it is deleted, and after its commit', () => {
    assert.match(discardedWith(state).join(' '), /It holds 1 staged removal/);
    const proof: CommitProof = { kind: 'asStaged', missing: [], remaining: [], folders: 1 };
    const outcome = { kind: 'committed', commit: 'c0ffee', parent: 'p', proof, workspace: 'stays' } as const;
    assert.match(committed(outcome, preview), /^Committed 1 removal to main/);
  });

  it('gives its commit no message about files, and no command that would restore none', () => {
    assert.equal(defaultMessage(preview), '');
    assert.equal(restoreCommand('p', preview), undefined);
  });
});

describe('paths in a narrow view', () => {
  const cases: readonly (readonly [path: string, shown: string])[] = [
    ['annotations', 'annotations'],
    ['images/2024/train', 'images/2024/train'],
    ['annotations/very/long/way/2024/train', 'annotations/…/train'],
    ['data/very/long/way/down/2024/train', 'data/…/down/2024/train'],
    ['a-folder-with-a-name-of-its-own/train', '…/train'],
    ['annotations/camera-trap-north-ridge-2024', '…/camera-tr…idge-2024'],
    ['camera-trap-north-ridge-2024-summer', 'camera-tra…024-summer'],
    ['a/line\nbreak', 'a/line\ufffdbreak'],
  ];
  for (const [path, shown] of cases) {
    it(`${JSON.stringify(path)} becomes ${shown}`, () => {
      assert.equal(shortenedPath(path, 22), shown);
    });
  }

  it('never become longer than the room, nor lose half of a letter', () => {
    for (const name of ['🐈'.repeat(30), 'a/'.repeat(60) + 'b', `${'x'.repeat(50)}/${'🐈'.repeat(30)}`]) {
      const shown = shortenedPath(name, 22);
      assert.ok(Array.from(shown).length <= 22, shown);
      assert.ok(shown.isWellFormed(), shown);
    }
  });

  it('are as long as it takes to tell one from another', () => {
    const named: readonly (readonly [folder: string, label: string])[] = [
      ['experiments/2024/classifier/run-01', '…/run-01'],
      ['experiments/2024/classifier/run-01/checkpoints', '…/run-01/checkpoints'],
      ['experiments/2024/classifier/run-02/checkpoints', '…/classifier/run-02/checkpoints'],
      ['experiments/2024/detector/run-02/checkpoints', '…/detector/run-02/checkpoints'],
      ['camera-trap-north-ridge/raw', '…/raw'],
      ['raw', 'raw'],
    ];
    assert.deepEqual([...folderLabels(named.map(([folder]) => folder as RemotePath))], named);
  });

  it('of very many folders of one name are found at once', async () => {
    const folders = Array.from(
      { length: 10_000 },
      (_, at) => `a-long-name-to-begin-with/${String(at)}/deep/train` as RemotePath,
    );
    const labels = await within(500, () => folderLabels(folders));
    assert.equal(new Set(labels.values()).size, folders.length);
  });
});

describe('the table of the status bar', () => {
  it('shows no backslash in a name, and runs nothing of one', () => {
    const name = 'Zoë’s “tidy-up” | [x](command:y) <b>\n$(trash)';
    const address = { ...WORKSPACE, namespace: 'ox', repository: 'cats' };
    const failure = failureOf('timeout', 'requestTimeout');
    const row =
      statusTooltip([{ address, label: name, failure }], [])
        .value.split('\n')
        .at(-1) ?? '';
    const place = /^\| (.*?) \| – \|/.exec(row)?.[1] ?? '';
    assert.ok(place.startsWith('ox\\/cats · Zoë’s “tidy\\-up” \\| \\[x\\]'), place);
    // Nothing of ASCII that Markdown could take for a sign is left without a backslash, and nothing else has one.
    assert.doesNotMatch(place, /(?<!\\)[!-/:-@[^-`{-~]|\\[^!-/:-@[-`{-~]/);
  });
});

describe('a folder in the Staged view', () => {
  it('has its whole path in its tooltip and in what is read out', () => {
    const path = 'annotations/camera-traps/north-ridge/2024/train';
    const nothing = new vscode.EventEmitter<void>().event;
    const removed = ['one.xml', 'two.xml'].map((name) => ({ path: `${path}/${name}` as RemotePath, bytes: 1_234 }));
    const lists = { uploaded: [], edited: [], emptyFolders: [], unreadable: [], leftovers: [], unfinished: [] };
    const state: StagedState = { removed, ...lists, base: 'c0ffee', readAt: 0 };
    const tree = new StagedTree(
      { onDidChange: nothing, workspaces: () => [{ address: WORKSPACE, label: 'tidy-up', state }], isOwn: () => true },
      { onDidChange: nothing, all: () => [] },
    );
    const [place] = tree.getChildren();
    const [folder] = tree.getChildren(place);
    assert.ok(folder);
    const { label, description, tooltip, accessibilityInformation } = tree.getTreeItem(folder);
    assert.deepEqual([label, description], ['…/train', '2 files, 2.5 kB']);
    assert.equal(tooltip, `${path}\n2 files, 2.5 kB`);
    assert.equal(accessibilityInformation?.label, `Folder ${path}, 2 files, 2.5 kB`);
    tree.dispose();
  });
});
