import { assertListable } from './access';
import { posix, refuse } from './errors';
import { type FileRequest } from './fileRequest';
import { json, type Reply } from './http';
import { type FolderNode, type Totals } from './model';
import { type Provider, storageIdOf } from './provider';
import { type World } from './world';

const METRICS = { minute: 60, hour: 3600, day: 86_400, month: 2_592_000 } as const;

/** What the statistics say of a folder: the truth of up to `statisticsLagMs` ago, or undefined while they are off or being built. */
export function folderTotals(world: World, folder: FolderNode): Readonly<Totals> | undefined {
  if (folder.space.statistics !== 'enabled') return undefined;
  const now = world.now();
  if (!folder.snapshot || now - folder.snapshot.at >= world.statisticsLagMs)
    folder.snapshot = { at: now, totals: { ...folder.totals } };
  return folder.snapshot.totals;
}

/** `GET /data/{id}/dir_size_stats`: the layout, or a slice of one window a metric (the practice server keeps no history). */
export function directoryStatistics({ world, provider, caller, node, call }: FileRequest): Reply {
  if (node.type !== 'DIR') return posix('enotdir');
  assertListable(caller, node);
  const mode = call.data.get('mode') ?? 'layout';
  if (mode !== 'layout' && mode !== 'slice')
    return refuse('badValueNotAllowed', { key: 'mode', allowed: ['layout', 'slice'] });
  if (node.space.statistics === 'disabled') return refuse('dirStatsDisabledForSpace');
  const totals = folderTotals(world, node);
  if (!totals) return refuse('dirStatsNotReady');
  const series = seriesOf(provider, totals);
  if (mode === 'layout') {
    const metrics = Object.keys(METRICS).sort();
    return json({ layout: Object.fromEntries(Object.keys(series).map((name) => [name, metrics])) });
  }
  return json({ slice: slice(world, series, call.data.get('layout')) });
}

function slice(world: World, series: Readonly<Record<string, number>>, layout: unknown): object {
  if (typeof layout !== 'object' || layout === null) return refuse('missingRequiredValue', { key: 'layout' });
  const now = Math.floor(world.now() / 1000);
  const entries = Object.entries(layout).map(([name, metrics]: [string, unknown]) => {
    const value = series[name];
    const isKnown =
      value !== undefined &&
      Array.isArray(metrics) &&
      metrics.every((metric) => Object.hasOwn(METRICS, String(metric)));
    if (!isKnown) return refuse('badValueNotAllowed', { key: 'layout', allowed: Object.keys(series) });
    const windows = metrics.map((metric): [string, object[]] => {
      const length = METRICS[metric as keyof typeof METRICS];
      return [String(metric), [{ timestamp: now - (now % length), value }]];
    });
    return [name, Object.fromEntries(windows)] as const;
  });
  return Object.fromEntries(entries);
}

function seriesOf(provider: Provider, totals: Readonly<Totals>): Record<string, number> {
  const storage = storageIdOf(provider.id);
  const sizes = provider.features.release25
    ? { logical_size: totals.bytes, virtual_size: totals.bytes, [`physical_size_${storage}`]: totals.bytes }
    : { total_size: totals.bytes, [`storage_use_${storage}`]: totals.bytes };
  return {
    ...sizes,
    reg_file_and_link_count: totals.files,
    dir_count: totals.folders,
    file_errors_count: 0,
    dir_errors_count: 0,
  };
}
