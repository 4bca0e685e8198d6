import type { Answer } from '../../removal/failure';
import {
  arrayAt,
  countAt,
  fieldAt,
  isRecord,
  numberAt,
  recordAt,
  secondsAt,
  stringAt,
  type JsonRecord,
} from '../reply';
import type { ApiRequest } from '../request';
import { countingQuery } from './attributes';
import { PAGE_SIZE, nextPageOf, onData, read } from './requests';
import { versionAtLeast } from '../version';

/** One page of `GET /data/{id}/files`: what lies below a directory, counted. Directories are not listed. */
export interface FilesPage {
  readonly files: number;
  /** Bytes of the regular files and hard links among them. */
  readonly bytes: number;
  /** Some folder below could not be read, or some size is unknown: there may be more. */
  readonly incomplete: boolean;
  /** Absent at the end (`isLast` is documented, and servers do not send it). */
  readonly next?: string;
}

/** `GET /data/{id}/files`: 21.02 and later. */
export function walkFiles(id: string, version: string, token?: string): Answer<ApiRequest<FilesPage>> {
  return onData(id, '/files', (path) => ({
    ...read(path, 'files', filesOf),
    query: { ...countingQuery(version), limit: PAGE_SIZE, ...(token === undefined ? {} : { token }) },
  }));
}

function filesOf(told: unknown): FilesPage | undefined {
  const files = isRecord(told) ? arrayAt(told, 'files') : undefined;
  if (!isRecord(told) || files === undefined) return undefined;
  const next = nextPageOf(told);
  if (next === undefined) return undefined;
  const unread = fieldAt(told, 'inaccessiblePaths') ?? [];
  const sizes = files.map(sizeOf);
  return {
    files: files.length,
    bytes: sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0),
    incomplete: !Array.isArray(unread) || unread.length > 0 || sizes.includes(undefined),
    ...(next === null ? {} : { next }),
  };
}

/** A symlink holds no data, whatever length its text has. */
function sizeOf(file: unknown): number | undefined {
  if (!isRecord(file)) return undefined;
  return stringAt(file, 'type')?.toUpperCase() === 'SYMLNK' ? 0 : countAt(file, 'size');
}

/** Directory statistics: files, hard links and symlinks below; bytes of the regular files; when the server measured, ms since 1970. */
export interface DirectoryStatistics {
  readonly files: number;
  readonly bytes: number;
  /** The server met errors while counting: there may be more. */
  readonly incomplete: boolean;
  readonly measuredAt?: number;
}

/**
 * `GET /data/{id}/dir_size_stats`, with a JSON body (a nested map cannot be a query). Only when the space keeps statistics
 * (else 400 `dirStatsDisabledForSpace`, `dirStatsNotReady`), and they lag behind the files.
 */
export function readDirectoryStatistics(id: string, version: string): Answer<ApiRequest<DirectoryStatistics>> {
  const size = versionAtLeast(version, '25.0') ? 'logical_size' : 'total_size';
  const series = [size, 'reg_file_and_link_count', 'file_errors_count', 'dir_errors_count'];
  return onData(id, '/dir_size_stats', (path) => ({
    ...read(path, 'slice', (value) => {
      const slice = isRecord(value) ? recordAt(value, 'slice') : undefined;
      return slice === undefined ? undefined : statisticsOf(slice, size);
    }),
    body: {
      json: {
        mode: 'slice',
        layout: Object.fromEntries(series.map((name) => [name, ['minute']])),
        extendedInfo: true,
        windowLimit: 1,
      },
    },
  }));
}

function statisticsOf(slice: JsonRecord, size: string): DirectoryStatistics | undefined {
  const files = latestOf(slice, 'reg_file_and_link_count');
  const bytes = latestOf(slice, size);
  if (files?.value === undefined || bytes?.value === undefined) return undefined;
  const errors = ['file_errors_count', 'dir_errors_count'].some((name) => isTold(latestOf(slice, name)));
  const measured = [files.at, bytes.at].filter((at) => at !== undefined);
  return {
    files: files.value,
    bytes: bytes.value,
    incomplete: errors,
    ...(measured.length === 0 ? {} : { measuredAt: Math.max(...measured) }),
  };
}

/** An odd number of errors is one, too. */
function isTold(errors: Window | undefined): boolean {
  return errors !== undefined && errors.value !== 0;
}

interface Window {
  /** Undefined when it is no number of things or bytes. */
  readonly value: number | undefined;
  readonly start: number;
  readonly at: number | undefined;
}

/** The youngest window of a series. The order of windows is not promised. */
function latestOf(slice: JsonRecord, series: string): Window | undefined {
  const windows = arrayAt(recordAt(slice, series) ?? {}, 'minute') ?? [];
  return windows.map(windowOf).reduce<Window | undefined>((latest, window) => {
    return window !== undefined && (latest === undefined || window.start > latest.start) ? window : latest;
  }, undefined);
}

function windowOf(told: unknown): Window | undefined {
  if (!isRecord(told) || numberAt(told, 'value') === undefined) return undefined;
  return {
    value: countAt(told, 'value'),
    start: numberAt(told, 'timestamp') ?? 0,
    at: secondsAt(told, 'lastMeasurementTimestamp'),
  };
}
