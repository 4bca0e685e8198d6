import type { Plan } from './plan';
import type { EntryKind, Extent } from './remote';
import { namesOf, type RemotePath } from './remotePath';

/** The limits a person set for every removal, whoever starts it. */
export interface Guards {
  /** Files in one plan. */
  readonly maxItems: number;
  /** Bytes in one plan. */
  readonly maxBytes: number;
  /** Globs over paths relative to the remote's root. */
  readonly protectedPaths: readonly string[];
}

export const DEFAULT_GUARDS: Guards = { maxItems: 10_000, maxBytes: 1_000_000_000_000, protectedPaths: [] };

/**
 * The limits as somebody wrote them. What is no limit counts as the default, and one glob where a list belongs as that glob: a slip of the
 * pen must not take a guard away.
 */
export function readGuards(written: Readonly<Record<keyof Guards, unknown>>): Guards {
  const limit = (value: unknown, otherwise: number): number =>
    typeof value === 'number' && value >= 0 ? value : otherwise;
  const globs: readonly unknown[] = [written.protectedPaths].flat();
  return {
    maxItems: limit(written.maxItems, DEFAULT_GUARDS.maxItems),
    maxBytes: limit(written.maxBytes, DEFAULT_GUARDS.maxBytes),
    protectedPaths: globs.filter((glob) => typeof glob === 'string'),
  };
}

/** Whether a whole path matches a glob. Passed in: the matcher is a library, and this layer has none. */
export type GlobMatch = (glob: string, path: string) => boolean;

/** Why a plan must not run, and the setting that says so. There is no way round it but the setting. */
export type Refusal =
  | { readonly setting: 'maxItems'; readonly limit: number; readonly found: Extent }
  | { readonly setting: 'maxBytes'; readonly limit: number; readonly found: Extent }
  | {
      readonly setting: 'protectedPaths';
      readonly glob: string;
      readonly path: RemotePath;
      /** `matches`: the target is protected itself or lies in something protected; `mayHold`: a protected path could lie below it. */
      readonly why: 'matches' | 'mayHold';
    };

/** Everything that refuses a plan; none: it may run. Taking back (unstage, heal) and committing remove nothing, so they pass. */
export function refusalsOf(plan: Plan, guards: Guards, matches: GlobMatch): readonly Refusal[] {
  if (plan.action === 'unstage' || plan.action === 'heal' || plan.action === 'finish' || plan.action === 'commit')
    return [];
  const { total } = plan;
  return [
    ...(total.files > guards.maxItems ? [{ setting: 'maxItems', limit: guards.maxItems, found: total } as const] : []),
    ...(total.bytes > guards.maxBytes ? [{ setting: 'maxBytes', limit: guards.maxBytes, found: total } as const] : []),
    ...protectedTargets(plan, guards.protectedPaths, matches),
  ];
}

/** How far to count: one file more than allowed proves that the guard trips, and no more is needed. */
export function countingLimit(guards: Guards): number {
  return guards.maxItems + 1;
}

function protectedTargets(plan: Plan, globs: readonly string[], matches: GlobMatch): readonly Refusal[] {
  if (globs.length === 0) return [];
  const refusals: Refusal[] = [];
  for (const { entry } of plan.targets) {
    for (const glob of globs) {
      const why = reachOf(glob, entry.path, entry.kind, matches);
      if (why !== undefined) refusals.push({ setting: 'protectedPaths', glob, path: entry.path, why });
    }
  }
  return refusals;
}

/** A glob as paths are matched with it; empty: it protects nothing. */
export function patternOf(glob: string): string {
  return glob.replace(/^\.?\/+/, '').replace(/\/+$/, '');
}

function reachOf(
  glob: string,
  path: RemotePath,
  kind: EntryKind,
  matches: GlobMatch,
): 'matches' | 'mayHold' | undefined {
  const pattern = patternOf(glob);
  if (pattern === '') return undefined;
  const names = namesOf(path);
  for (let count = names.length; count > 0; count -= 1) {
    if (matches(pattern, names.slice(0, count).join('/'))) return 'matches';
  }
  return kind === 'folder' && mayMatchBelow(pattern, names, matches) ? 'mayHold' : undefined;
}

/**
 * Whether a glob could match something below a folder. Where a name-by-name look cannot tell (`**`, braces or groups across
 * slashes) it says yes: a guard errs towards refusing.
 */
function mayMatchBelow(pattern: string, names: readonly string[], matches: GlobMatch): boolean {
  if (pattern.startsWith('!') || groupsSpanSlashes(pattern)) return true;
  const parts = pattern.split('/');
  for (const [index, name] of names.entries()) {
    const part = parts[index];
    if (part === undefined) return false;
    if (part.includes('**')) return true;
    if (!matches(part, name)) return false;
  }
  return parts.length > names.length;
}

/** Groups within a name are taken out, the innermost first; one that is left before a slash goes across it. */
function groupsSpanSlashes(pattern: string): boolean {
  const simpler = pattern.replace(/[{(][^{}()/]*[})]/g, '');
  return simpler === pattern ? /[{(].*\//.test(pattern) : groupsSpanSlashes(simpler);
}
