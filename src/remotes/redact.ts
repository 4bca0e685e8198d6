/** Longest text that leaves, in UTF-16 code units. */
export const TEXT_LIMIT = 500;

const HIDDEN = '•••';

/** Searched for secrets, in UTF-16 code units: more than is ever shown, little enough not to be felt. */
const SEARCHED = 64 << 10;

/** Shorter "secrets" would match inside ordinary words and protect nothing. */
const SHORTEST_SECRET = 6;

/**
 * Makes a text that a server or a library wrote fit to show and to log: no secret in any common spelling, no terminal
 * codes, no control or text-direction characters, at most `limit` code units. Still hostile: show it as text only.
 */
export function redact(text: string, secrets: readonly string[], limit = TEXT_LIMIT): string {
  // Controls go first: a secret interrupted by one would come together again afterwards. The cut comes last: it could split one.
  return cut(withoutCredentials(withoutSecrets(withoutControls(beginningOf(text, SEARCHED)), secrets)), limit);
}

/** The first `limit` code units, and never the first half of a word: it could be half a secret, which nothing would recognise. */
export function beginningOf(text: string, limit: number): string {
  if (text.length <= limit) return text;
  let end = limit;
  while (end > 0 && /\S/.test(text.charAt(end - 1))) end -= 1;
  return `${text.slice(0, end)}…`;
}

const TERMINAL_CODE =
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|\u001b[ -/]*[0-~]?/g;
const SPACING = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

function withoutControls(text: string): string {
  return text.replace(TERMINAL_CODE, '').replace(SPACING, ' ').replace(CONTROL, '');
}

function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .reduce((clean, secret) => clean.replace(patternOf(secret), HIDDEN), text);
}

const CREDENTIALS: readonly (readonly [RegExp, string])[] = [
  [/\b(bearer|basic)(\s|%20|\+)[\w.~+/=%-]{8,}/gi, `$1 ${HIDDEN}`],
  [/\b(authorization\\?["']?\s?[:=]\s?\\?["']?)(?!bearer|basic)[^"'\\,;&}]+/gi, `$1${HIDDEN}`],
  [/\b((?:x-auth-token|(?:access_)?token(?==|\\?["']))\\?["']?\s?[:=]\s?\\?["']?)[^\s"'\\,;&}]+/gi, `$1${HIDDEN}`],
  [/(:\/\/)[^/\s@]+@/g, `$1${HIDDEN}@`],
];

/** Credentials that are not ours: another account's, echoed by a server or a proxy. */
function withoutCredentials(text: string): string {
  return CREDENTIALS.reduce((clean, [pattern, replacement]) => clean.replace(pattern, replacement), text);
}

function cut(text: string, limit: number): string {
  if (text.length <= limit) return text.toWellFormed();
  return `${text.slice(0, limit - 1).replace(/[\ud800-\udbff]$/, '')}…`.toWellFormed();
}

const patterns = new Map<string, RegExp>();
const PATTERNS_KEPT = 64;

function patternOf(secret: string): RegExp {
  const known = patterns.get(secret);
  if (known) return known;
  const pattern = new RegExp([characterwise(secret), ...base64Cores(secret)].join('|'), 'g');
  if (patterns.size >= PATTERNS_KEPT) patterns.clear();
  patterns.set(secret, pattern);
  return pattern;
}

/**
 * The secret with each character raw or escaped in its own way: JSON, JavaScript, URL (also twice), HTML. Repetitions are
 * bounded: a hostile text of nothing but backslashes must not take minutes.
 */
function characterwise(secret: string): string {
  return Array.from(secret, spellingsOf).join('');
}

const NAMED: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' };

function spellingsOf(character: string): string {
  const hex = (code: number, width: number): string => anyCase(code.toString(16).padStart(width, '0'));
  const units = Array.from({ length: character.length }, (_, i) => `\\\\{1,4}u${hex(character.charCodeAt(i), 4)}`).join(
    '',
  );
  const bytes = Array.from(new TextEncoder().encode(character), (byte) => `%(?:25){0,3}${hex(byte, 2)}`).join('');
  const point = character.codePointAt(0) ?? 0;
  const named = NAMED[character];
  return `(?:${[
    `\\\\{0,4}${literal(character)}`,
    units,
    bytes,
    `&#0{0,6}${point};?`,
    `&#[xX]0{0,6}${hex(point, 1)};?`,
    ...(point < 256 ? [`\\\\{1,4}x${hex(point, 2)}`] : []),
    ...(named ? [`&${named};`] : []),
  ].join('|')})`;
}

/**
 * A text inside base64 looks different at each of three offsets; the characters that its neighbours share are left out.
 * Both alphabets.
 */
function base64Cores(secret: string): string[] {
  return [0, 1, 2].map((offset) => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret, 'utf8')]);
    const whole = Math.floor((bytes.length * 8) / 6);
    const core = bytes.toString('base64').slice(offset === 0 ? 0 : offset + 1, whole);
    return Array.from(core, (c) => (c === '+' ? '(?:[+-]|%2[bB])' : c === '/' ? '(?:\\\\{0,4}/|_|%2[fF])' : c)).join(
      '',
    );
  });
}

const literal = (character: string): string => character.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&');

const anyCase = (hex: string): string => hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
