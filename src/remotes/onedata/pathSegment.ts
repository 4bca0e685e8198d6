import { failed, failureOf, success, type Answer } from '../../removal/failure';
import { problemOfName, type PathProblem } from '../../removal/remotePath';

/** Why a name never becomes part of a URL. `dotWhenDecoded`: harmless as it stands, but not for anything that decodes once too often. */
export type SegmentProblem = PathProblem | 'slash' | 'dotWhenDecoded' | 'emptyWhenDecoded' | 'nulWhenDecoded';

/**
 * One name as one path segment, encoded exactly once, or a failure `unsafeName` (nothing is sent).
 * A Oneprovider decodes each segment and then obeys `.` and `..`: `…/path/%2e%2e` removes the base directory itself, and so does
 * an empty path (Cowboy 2.9's cowboy_router.erl). So neither they nor a name that turns into them under repeated decoding leaves the client.
 */
export function encodeSegment(name: string): Answer<string> {
  const problem = problemOfSegment(name);
  return problem === undefined
    ? success(encodeURIComponent(name))
    : failed(failureOf('invalid', 'unsafeName', { data: { name, problem }, reach: 'notSent' }));
}

/** An id (space, file, provider) as one path segment: ids are letters, digits and a few signs; anything else is a hostile answer. */
export function encodeId(id: string): Answer<string> {
  return /^[A-Za-z0-9_-]+$/.test(id)
    ? success(id)
    : failed(failureOf('invalid', 'unsafeId', { data: { id }, reach: 'notSent' }));
}

export function problemOfSegment(name: string): SegmentProblem | undefined {
  const plain = problemOfName(name);
  if (plain !== undefined) return plain;
  if (name.includes('/')) return 'slash';
  let text = name;
  for (let level = 0; level < LEVELS; level++) {
    const decoded = decodeOnce(text);
    if (decoded === text) return undefined;
    const problem = problemOfDecoded(decoded);
    if (problem !== undefined) return problem;
    text = decoded;
  }
  // Nobody looks further down: a name of escapes alone, a megabyte long, would take hours.
  return 'dotWhenDecoded';
}

/** So often nobody decodes one name. */
const LEVELS = 16;

function problemOfDecoded(decoded: string): SegmentProblem | undefined {
  if (decoded.includes('\0')) return 'nulWhenDecoded';
  const parts = decoded.split(/[/\\]/);
  if (parts.some((part) => part === '.' || part === '..')) return 'dotWhenDecoded';
  return parts.every((part) => part === '') ? 'emptyWhenDecoded' : undefined;
}

/** Decodes the escapes of ASCII characters and leaves all else: dots, slashes and NUL are all that matters here, and `%ff` must not throw. */
function decodeOnce(text: string): string {
  return text.replace(/%([0-7][0-9a-f])/gi, (_escape, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}
