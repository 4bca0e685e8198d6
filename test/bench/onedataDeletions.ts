import type { OnedataAddress } from '../../src/removal/address';
import { afterSuccess, startPace } from '../../src/removal/pace';
import type { Plan } from '../../src/removal/plan';
import { makePlan } from '../../src/removal/planning';
import type { Act, Entry, Remote, Target } from '../../src/removal/remote';
import type { Send } from '../../src/remotes/request';
import { onedataSpace } from '../../src/remotes/onedata/space';
import { pathOf } from '../support/builders';
import { carryOut, insistOnAllDone, json, programOutput, scaled, setup, timed, wireTo } from './equipment';
import { column, figureOf, inRounds, ratiosOf, type Case, type Figure } from './rounds';

export interface ServerState {
  readonly left: number;
  readonly requests: number;
  readonly connections: number;
  readonly open: number;
}

const ADDRESS: OnedataAddress = { kind: 'onedata', account: 'bench', space: 'bench-space' };
const TOKEN = { header: 'X-Auth-Token', value: 'bench-token' } as const;

/** A curl of each file would take minutes: so many are timed, and scaled. */
const CURL_SAMPLE = 200;

export function planOfFiles(count: number): Plan {
  const countedAt = Date.now();
  const targets = Array.from({ length: count }, (_, index): Target => {
    const entry: Entry = {
      path: pathOf(`measurements/2024/file-${String(index).padStart(6, '0')}.csv`),
      kind: 'file',
      bytes: 1_000,
      id: `bench-file-${index}`,
      parentId: 'bench-parent',
      traits: [],
    };
    return { remote: ADDRESS, entry, extent: { files: 1, bytes: 1_000, precision: 'exact', countedAt } };
  });
  return makePlan({ id: `bench-${countedAt}-${count}`, action: 'deletePermanently', createdAt: countedAt, targets });
}

export function fill(files: number, latency: number, faults = 0): Promise<ServerState> {
  return json(`${setup.servers.plain}/bench/fill?files=${files}&latency=${latency}&faults=${faults}`);
}

export const serverState = (): Promise<ServerState> => json(`${setup.servers.plain}/bench/state`);

export function spaceThrough(send: Send): Remote {
  return onedataSpace({ address: ADDRESS, send, providerVersion: '25.0', readonly: false, now: Date.now });
}

export const plainSpace = (): Remote => spaceThrough(wireTo(setup.servers.plain, { token: TOKEN }));

/** The act, and how many requests the pool's limit let be under way, averaged over time. */
function withLimit(act: Act): { readonly act: Act; readonly average: () => number } {
  let pace = startPace(act.limits);
  let since = performance.now();
  let area = 0;
  const started = since;
  return {
    act: {
      ...act,
      async perform(targets, signal) {
        const outcomes = await act.perform(targets, signal);
        const now = performance.now();
        area += pace.inFlight * (now - since);
        since = now;
        pace = afterSuccess(pace, targets.length, 0);
        return outcomes;
      },
    },
    average: () => area / (since - started),
  };
}

interface Deletions {
  readonly files: number;
  readonly latency: number;
  readonly send: Send;
  readonly faults?: number;
}

/** One run of the extension. `ideal`: what the pool's limit allows at this latency. */
function winnow({ files, latency, send, faults = 0 }: Deletions): Case {
  return async () => {
    const plan = planOfFiles(files);
    await fill(files, latency, faults);
    const { act, average } = withLimit(spaceThrough(send).removal);
    const { ms, cpu } = await timed(async () => insistOnAllDone(await carryOut(plan, () => act)));
    const { left, connections } = await serverState();
    if (left > 0) throw new Error(`${left} of ${files} files are still there`);
    return { ms, cpu, connections, ideal: (files * latency) / average() };
  };
}

function outside(what: 'deletions' | 'curl', files: number, latency: number): Case {
  return async () => {
    await fill(files, latency);
    const args = ['tools/benchRaw.mjs', what, setup.servers.plain, String(files)];
    const { ms, done } = JSON.parse(await programOutput(process.execPath, args)) as { ms: number; done: number };
    if (done !== files) throw new Error(`${what}: ${done} of ${files} deleted`);
    return { ms, perFile: ms / files };
  };
}

const of = (count: number, latency: number): string => `${count.toLocaleString('en')} deletions at ${latency} ms`;

/** How many times as fast as the baseline, round by round. */
function speed(
  name: string,
  baseline: string,
  goal: number | undefined,
  [above, values]: readonly [readonly number[], readonly number[]],
): Figure {
  const goals = goal === undefined ? [] : [{ of: 'ratio', atLeast: goal } as const];
  return figureOf({ name, unit: 'ms', values, ratios: ratiosOf(above, values), baseline, goals });
}

/** The provider as VS Code reaches another machine: by its replaced functions, not by the short way to this one. */
const awaySend = (): Send => wireTo(setup.servers.away, { token: TOKEN });

/** Deletions at 20 and 80 ms beside curl, plain Node and what the pool allows. */
export async function onedataDeletions(): Promise<readonly Figure[]> {
  const { servers, rounds } = setup;
  const files = scaled(5_000);
  const fewer = scaled(1_500);
  const curled = Math.min(files, CURL_SAMPLE);
  const away = awaySend();
  const at20 = await inRounds(rounds, {
    winnow: winnow({ files, latency: 20, send: away }),
    local: winnow({ files, latency: 20, send: wireTo(servers.plain, { token: TOKEN }) }),
    raw: outside('deletions', files, 20),
    curl: outside('curl', curled, 20),
  });
  const at80 = await inRounds(rounds, {
    winnow: winnow({ files: fewer, latency: 80, send: away }),
    raw: outside('deletions', fewer, 80),
  });
  const ms = column(at20.winnow, 'ms');
  const local = column(at20.local, 'ms');
  const raw = column(at20.raw, 'ms');
  const curlMs = column(at20.curl, 'perFile').map((perFile) => perFile * files);
  const RAW = 'node:http, same concurrency';
  const IDEAL = 'ideal: latency ÷ pool';
  return [
    speed(of(files, 20), `curl in a loop (${curled}, scaled)`, 20, [curlMs, ms]),
    speed(of(files, 20), RAW, 0.9, [raw, ms]),
    speed(of(files, 20), IDEAL, 0.8, [column(at20.winnow, 'ideal'), ms]),
    speed('… by node:http', IDEAL, undefined, [column(at20.local, 'ideal'), raw]),
    speed('… to this machine', RAW, 0.9, [raw, local]),
    speed('… to this machine', IDEAL, 0.8, [column(at20.local, 'ideal'), local]),
    speed(of(fewer, 80), RAW, 0.9, [column(at80.raw, 'ms'), column(at80.winnow, 'ms')]),
    speed(of(fewer, 80), IDEAL, 0.8, [column(at80.winnow, 'ideal'), column(at80.winnow, 'ms')]),
    ...(['winnow', 'local'] as const).map((name) =>
      figureOf({
        name: `… CPU of the extension host a deletion${name === 'local' ? ', to this machine' : ''}`,
        unit: 'ms',
        values: column(at20[name], 'cpu').map((cpu) => cpu / files),
      }),
    ),
  ];
}

/** The same over TLS, through a proxy, with faults; connections opened. */
export async function onedataWays(): Promise<readonly Figure[]> {
  const { servers, rounds } = setup;
  const files = scaled(3_000);
  const few = scaled(200);
  const host = new URL(servers.inventedPlain).host;
  const tls = wireTo(servers.tls, { token: TOKEN, ca: servers.ca });
  const proxied = wireTo(servers.inventedPlain, { token: TOKEN, allowPlainHttp: [host], viaProxy: () => true });
  const both = wireTo(servers.inventedTls, { token: TOKEN, ca: servers.ca, viaProxy: () => true });
  const away = awaySend();
  const at20 = await inRounds(rounds, {
    plain: winnow({ files, latency: 20, send: away }),
    tls: winnow({ files, latency: 20, send: tls }),
    proxy: winnow({ files, latency: 20, send: proxied }),
    both: winnow({ files: few, latency: 20, send: both }),
    faulty: winnow({ files, latency: 20, send: away, faults: 0.01 }),
  });
  const ms = column(at20.plain, 'ms');
  return [
    speed('… over TLS with a private CA', 'plain http', 0.85, [ms, column(at20.tls, 'ms')]),
    speed('… through an HTTP proxy', 'without a proxy', 0.4, [ms, column(at20.proxy, 'ms')]),
    figureOf({
      name: `… TLS with a private CA through a proxy, each of ${few}`,
      unit: 'ms',
      values: column(at20.both, 'ms').map((all) => all / few),
    }),
    figureOf({
      name: '… with 1 % refused or reset, all removed',
      unit: 'ms',
      values: column(at20.faulty, 'ms'),
      ratios: ratiosOf(column(at20.faulty, 'ms'), ms),
      baseline: 'without faults (how much longer)',
      goals: [{ of: 'ratio', atMost: 1.3 }],
    }),
    figureOf({
      name: '… connections opened a run',
      unit: '',
      values: [...column(at20.plain, 'connections'), ...column(at20.tls, 'connections')],
      goals: [{ of: 'value', atMost: 32 }],
    }),
  ];
}

/** Connections that the extension still holds some time after its last request. */
export async function socketsLeft(patience = 20_000): Promise<readonly Figure[]> {
  const started = performance.now();
  let { open } = await serverState();
  while (open > 0 && performance.now() - started < patience) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    ({ open } = await serverState());
  }
  const after = (performance.now() - started) / 1000;
  return [
    figureOf({
      name: `connections left ${after.toFixed(0)} s after the last request`,
      unit: '',
      values: [open],
      goals: [{ of: 'value', atMost: 0 }],
    }),
  ];
}
