import type { RemoteAddress } from '../removal/address';
import type { Refusal } from '../removal/guards';
import type { Outcome } from '../removal/outcome';
import type { Plan } from '../removal/plan';
import type { Entry, Extent, Page } from '../removal/remote';
import type { Report } from '../removal/report';
import { ROOT } from '../removal/remotePath';
import type { Listed } from '../removal/selection';
import type { ApiEntry, ApiExtent, ApiPage, ApiPlan, ApiRemote, ApiReport } from './api';
import { entryUri } from './uri';
import { refusalSentence } from './wording/warnings';

/** Values of the domain as the API shows them: URIs for addresses, and nothing that other extensions could come to lean on. */

export function apiRemote(address: RemoteAddress, name: string): ApiRemote {
  return { uri: entryUri(address, ROOT), name, effect: address.kind === 'oxen' ? 'stages' : 'destroys' };
}

export function apiPage(remote: RemoteAddress, { items, next, total }: Page<Entry>): ApiPage {
  return {
    entries: items.map((entry) => apiEntry(remote, entry)),
    ...(next === undefined ? {} : { next }),
    ...(total === undefined ? {} : { total }),
  };
}

export function apiPlan({ targets, skipped, total, warnings, action }: Plan, refusals: readonly Refusal[]): ApiPlan {
  return {
    effect: action === 'deletePermanently' ? 'destroys' : 'stages',
    targets: targets.map(({ extent, ...listed }) => ({
      uri: uriOf(listed),
      kind: listed.entry.kind,
      ...apiExtent(extent),
    })),
    skipped: skipped.map(({ target, reason }) => ({ uri: uriOf(target), reason })),
    total: apiExtent(total),
    warnings: warnings.map(({ code, count }) => ({ code, count })),
    refusals: refusals.map(refusalSentence),
  };
}

export function apiReport({ plan, lines, startedAt, endedAt }: Report): ApiReport {
  return {
    action: plan.action,
    lines: lines.map(({ target, outcome }) => ({
      uri: uriOf(target),
      outcome: outcome.kind,
      ...codeOf(outcome),
    })),
    startedAt,
    endedAt,
  };
}

function codeOf(outcome: Outcome): { readonly code?: string } {
  if (outcome.kind === 'skipped') return { code: outcome.reason };
  return 'failure' in outcome ? { code: outcome.failure.code } : {};
}

function apiEntry(remote: RemoteAddress, entry: Entry): ApiEntry {
  const { kind, bytes, modified, traits } = entry;
  return {
    uri: uriOf({ remote, entry }),
    kind,
    ...(bytes === undefined ? {} : { bytes }),
    ...(modified === undefined ? {} : { modified }),
    traits,
  };
}

function apiExtent({ files, bytes, precision }: Extent): ApiExtent {
  return { files, bytes, precision };
}

function uriOf({ remote, entry }: Listed) {
  return entryUri(remote, entry.path);
}
