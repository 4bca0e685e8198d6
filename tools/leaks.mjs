// Did a token get out? Runs of the editor leave here what a person, a log or a file could show of them, and the tokens they used;
// the search greps the one for the other.
import fs from 'node:fs';
import path from 'node:path';
import { ROOT, filesBelow, say } from './steps.mjs';

/** Where the runs of this process and its children leave their evidence. */
export const EVIDENCE = process.env.WINNOW_EVIDENCE ?? path.join(ROOT, 'out/evidence/loose');

/** The one file that may hold tokens: the list of them. */
const TOKENS = 'tokens.txt';
const SHORTEST = 8;

/** From now on this token must not be seen anywhere. */
export function registerToken(token, evidence = EVIDENCE) {
  if (token.length < SHORTEST) throw new Error('a token this short would be found everywhere');
  fs.mkdirSync(evidence, { recursive: true });
  fs.appendFileSync(path.join(evidence, TOKENS), `${token}\n`);
}

/** Keeps a text that was shown or written at `place` (page, notifications, console, output …). */
export function keepText(place, text, evidence = EVIDENCE) {
  const folder = path.join(evidence, place);
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(
    path.join(folder, `${process.pid}-${String(fs.readdirSync(folder).length).padStart(4, '0')}.txt`),
    text,
  );
}

/** Keeps what the editor wrote into a profile: logs, and the extensions' storage with the journal. */
export function keepProfile(profile, evidence = EVIDENCE) {
  const run = path.basename(profile);
  for (const [place, source] of [
    ['logs', 'ud/logs'],
    ['storage', 'ud/User'],
    ['server', 'server.log'],
  ]) {
    const from = path.join(profile, source);
    if (fs.existsSync(from))
      fs.cpSync(from, path.join(evidence, place, run, path.basename(source)), { recursive: true });
  }
}

/** The tokens that must not be seen. */
export function registeredTokens(evidence = EVIDENCE) {
  const list = path.join(evidence, TOKENS);
  return fs.existsSync(list) ? [...new Set(fs.readFileSync(list, 'utf8').split('\n').filter(Boolean))] : [];
}

/** The token itself and what it becomes in a header, an address or a JSON text. */
function spellings(token) {
  const json = JSON.stringify(token).slice(1, -1);
  return [
    ...new Set([token, json, encodeURIComponent(token), Buffer.from(token).toString('base64').replace(/=+$/, '')]),
  ];
}

/** Where a registered token stands in the evidence: [{ place, file, token }], places being the evidence's folders. Empty = none. */
export function findLeaks(evidence = EVIDENCE) {
  const tokens = registeredTokens(evidence);
  if (tokens.length === 0) throw new Error(`no token was registered in ${evidence}: nothing could be found`);
  return filesBelow(evidence, '')
    .filter((file) => path.basename(file) !== TOKENS)
    .flatMap((file) => {
      const text = fs.readFileSync(file, 'latin1');
      const name = path.relative(evidence, file);
      const found = tokens.filter((token) => spellings(token).some((spelling) => text.includes(spelling)));
      return found.map((token) => ({ place: name.split(path.sep)[0], file: name, token }));
    });
}

/** Places where nothing was collected: the search would prove nothing there. */
function emptyPlaces(places, evidence) {
  const isEmpty = (file) => fs.statSync(file).size === 0;
  return places.filter((place) => filesBelow(path.join(evidence, place), '').every(isEmpty));
}

/** Searches what a run has left; with `allOfThem` each of the places must hold something. Says what it found; true = no token stands anywhere. */
export function searchRun(places, { allOfThem = true, evidence = EVIDENCE } = {}) {
  if (registeredTokens(evidence).length === 0) {
    say('✘ no token was used in this run: the search for tokens proves nothing');
    return false;
  }
  const leaks = findLeaks(evidence);
  for (const { file } of leaks) say(`  a token stands in ${file}`);
  const empty = allOfThem ? emptyPlaces(places, evidence) : [];
  if (empty.length > 0) say(`  nothing was collected of ${empty.join(', ')}`);
  const clean = leaks.length + empty.length === 0;
  say(`${clean ? '✔' : '✘'} no token in any ${places.join(', ')} of this run`);
  return clean;
}
