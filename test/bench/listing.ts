import type { OnedataAddress } from '../../src/removal/address';
import type { Entry, PageToken } from '../../src/removal/remote';
import type { Send } from '../../src/remotes/request';
import { onedataSpace } from '../../src/remotes/onedata/space';
import { pathOf } from '../support/builders';
import { heapMb, json, scaled, setup, timed, wireTo } from './equipment';
import { column, figureOf, inRounds, ratiosOf, type Case, type Figure } from './rounds';

const never = new AbortController().signal;

async function spaceId(): Promise<string> {
  const { oneprovider, token } = setup.sandbox.onedata;
  const [space] = await json<{ spaceId: string }[]>(`${oneprovider}/api/v3/oneprovider/spaces`, {
    headers: { 'X-Auth-Token': token },
  });
  if (!space) throw new Error('the sandbox has no space');
  return space.spaceId;
}

/** A folder of 100,000 entries, page after page, against the same requests without understanding the answers. */
export async function listing(): Promise<readonly Figure[]> {
  const { oneprovider, token } = setup.sandbox.onedata;
  const send = wireTo(oneprovider, { token: { header: 'X-Auth-Token', value: token } });
  const seen: string[] = [];
  const watched: Send = (request, signal) => {
    const query = new URLSearchParams(
      Object.entries(request.query ?? {}).flatMap(([name, value]) =>
        (Array.isArray(value) ? (value as readonly string[]) : [value]).map(
          (one) => [name, String(one)] as [string, string],
        ),
      ),
    );
    seen.push(`${request.path}?${query.toString()}`);
    return send(request, signal);
  };
  const address: OnedataAddress = { kind: 'onedata', account: 'bench', space: await spaceId() };
  const space = (wire: Send) =>
    onedataSpace({ address, send: wire, providerVersion: '25.0', readonly: false, now: Date.now });
  const expected = scaled(100_000);
  const folder = pathOf('measurements');

  const winnow: Case = async () => {
    seen.length = 0;
    const remote = space(watched);
    const before = heapMb();
    const entries: Entry[] = [];
    let first = 0;
    const { ms } = await timed(async () => {
      const started = performance.now();
      let page: PageToken | undefined;
      do {
        const answer = await remote.list(folder, page, never);
        if (!answer.ok) throw new Error(JSON.stringify(answer.failure));
        entries.push(...answer.value.items);
        first ||= performance.now() - started;
        page = answer.value.next;
      } while (page !== undefined);
    });
    const heap = heapMb() - before;
    if (entries.length !== expected) throw new Error(`${entries.length} of ${expected} entries`);
    return { ms, first, heap };
  };
  const raw: Case = async () => {
    if (seen.length === 0) await winnow();
    const pages = seen.filter((request) => request.includes('/children'));
    const { ms } = await timed(async () => {
      for (const page of pages) await json(`${oneprovider}${page}`, { headers: { 'X-Auth-Token': token } });
    });
    return { ms };
  };
  const rounds = await inRounds(setup.rounds, { winnow, raw });
  const ms = column(rounds.winnow, 'ms');
  const many = expected.toLocaleString('en');
  return [
    figureOf({
      name: `a folder of ${many} entries: its first page`,
      unit: 'ms',
      values: column(rounds.winnow, 'first'),
      goals: [{ of: 'value', atMost: 1_000 }],
    }),
    figureOf({
      name: '… all its pages',
      unit: 'ms',
      values: ms,
      ratios: ratiosOf(ms, column(rounds.raw, 'ms')),
      baseline: 'the same requests by fetch and JSON.parse (how much longer)',
    }),
    figureOf({
      name: '… heap that all its entries take',
      unit: 'MB',
      values: column(rounds.winnow, 'heap'),
      goals: [{ of: 'value', atMost: 60 }],
    }),
  ];
}
