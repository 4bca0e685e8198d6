// What the tools of this folder share: the repository's root, finding files, running programs, and results as data.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** Files below a folder (or the file itself) whose name ends so, sorted. A folder that is not there holds none. */
export function filesBelow(folder, ending) {
  if (!fs.existsSync(folder)) return [];
  if (fs.statSync(folder).isFile()) return [folder];
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

/**
 * Runs `node args…` in the root. `show: false` keeps what it prints; `copy` names a file that gets it too.
 * Resolves to { code, output, ms }.
 */
export function runNode(args, { show = true, copy, env = {} } = {}) {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const forward = (stream, to) =>
      stream.setEncoding('utf8').on('data', (chunk) => {
        output += chunk;
        if (show) to.write(chunk);
      });
    forward(child.stdout, process.stdout);
    forward(child.stderr, process.stderr);
    child.once('error', reject);
    child.once('close', (code) => {
      if (copy) writeText(copy, output);
      resolve({ code: code ?? 1, output, ms: performance.now() - started });
    });
  });
}

/** The packaged extension, as tools/package.mjs names it. */
export function packageFile() {
  const { name, version } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
  return path.join(ROOT, `${name}-${version}.vsix`);
}

/** A port of this machine that nobody listens on at the moment. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** Writes a file and the folders above it. */
export function writeText(file, text) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}

/** Counts of a test layer: { passed, failed, skipped }. */
export function writeResult(file, counts) {
  if (file) writeText(file, JSON.stringify(counts));
}

export const countsLine = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;

export const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

export const say = (line) => process.stdout.write(`${line}\n`);
