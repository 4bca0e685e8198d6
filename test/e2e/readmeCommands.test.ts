import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { temporaryFolder } from './workbench';

const README = fs.readFileSync('README.md', 'utf8');

/** What a build or a run leaves, and what `npm ci` makes. */
const NOT_CHECKED_OUT = /^(?:\.git|dist|node_modules|out|.*\.vsix)$/;

/** A checkout of its own: the commands build and pack, while other tests read what was packed before them. */
function checkOut(folder: string): void {
  for (const name of fs.readdirSync('.'))
    if (!NOT_CHECKED_OUT.test(name)) fs.cpSync(name, path.join(folder, name), { recursive: true });
  fs.symlinkSync(path.resolve('node_modules'), path.join(folder, 'node_modules'), 'junction');
}

/** A command as the README has it, or with more behind it. */
interface Command {
  readonly folder: string;
  readonly inReadme: string;
  readonly more?: string;
}

/** Each with a group of its own; those that a test gave up on end with the suite. */
const started: ChildProcess[] = [];

/** Starts it in a shell. */
function start({ folder, inReadme, more = '' }: Command): {
  readonly child: ChildProcess;
  readonly output: () => string;
} {
  assert.ok(README.includes(inReadme), `the README does not tell ${inReadme}`);
  const child = spawn(`exec ${inReadme}${more}`, {
    cwd: folder,
    shell: true,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  return { child, output: () => output };
}

async function finished(command: Command): Promise<string> {
  const { child, output } = start(command);
  const code = await new Promise((resolve) => child.once('close', resolve));
  assert.equal(code, 0, output());
  return output();
}

describe('the commands of the README, as they stand there', () => {
  const folder = temporaryFolder();
  before(() => checkOut(folder));
  after(() => {
    for (const { pid, exitCode, signalCode } of started)
      if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, 'SIGKILL');
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  });

  it('the tour goes through both jobs and leaves its pictures', async () => {
    const startedAt = Date.now();
    await finished({ folder, inReadme: 'npm start -- --tour' });
    const tour = path.join(folder, 'out/tour');
    const pictures = fs.readdirSync(tour).filter((name) => name.endsWith('.png'));
    const inReadme = Array.from(README.matchAll(/docs\/pictures\/([\w-]+\.png)/g), ([, name = '']) => name);
    assert.ok(inReadme.length >= 4, 'the README shows too few pictures to be all of them');
    const made = new Set(pictures.map((name) => name.replace(/^\d+-/, '')));
    assert.deepEqual(
      inReadme.filter((name) => !made.has(name)),
      [],
      pictures.join(', '),
    );
    assert.ok(pictures.every((name) => fs.statSync(path.join(tour, name)).mtimeMs >= startedAt));
  }).timeout(480_000);

  it('the package is made', async () => {
    const file = path.join(folder, 'another.vsix');
    await finished({ folder, inReadme: 'npm run package', more: ` -- --out ${file}` });
    assert.ok(fs.statSync(file).size > 100_000);
  }).timeout(120_000);

  it('the sandbox says in one line where it serves, and serves', async () => {
    const { child, output } = start({ folder, inReadme: 'npm run sandbox' });
    const line = /^\{.*\}$/m;
    try {
      for (const end = Date.now() + 30_000; !line.test(output()) && Date.now() < end;) {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      const { oxen } = JSON.parse(line.exec(output())?.[0] ?? '{}') as { oxen?: { url: string } };
      assert.ok(oxen, output());
      const answer = await fetch(`${oxen.url}/api/version`);
      assert.equal(answer.status, 200);
    } finally {
      const gone = new Promise((resolve) => child.once('close', resolve));
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM'); // npm, its shell and the servers, as Ctrl-C does
      await gone;
    }
  }).timeout(60_000);
});
