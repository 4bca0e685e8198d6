import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { interruptedRuns } from '../../removal/journalHistory';
import { decodeJournal, encodeRecords, type JournalRecord } from '../../removal/journalRecord';
import { CLAIM, JournalClaims } from './journalClaims';

const MAX_BYTES = 10_000_000;
const DAY = 86_400_000;
/** A write that kept the extension host longer than this, ms, is one of a slow disk: those of the next while go on beside it. */
const SLOW_WRITE = 2;
const SLOW_FOR = 10_000;
/** A window with a run under way writes or beats far more often, ms. */
export const SILENCE = 10_000;
const ENDING = '.jsonl';

/** One file of the journal as it was read. `pulse` changes whenever its window writes or beats. */
export interface JournalPart {
  readonly file: string;
  readonly pulse: string;
  /** The same as a time, ms since 1970. */
  readonly writtenAt: number;
  readonly records: readonly JournalRecord[];
}

/**
 * The journal on disk: JSON lines, append-only, one file a window (so that windows never write into each other), a new one
 * every 10 MB. It holds names and outcomes, never a token. Created by the first run, not before.
 */
export class JournalFile {
  /** Which window takes care of an interrupted run. */
  readonly claims: JournalClaims;
  private file: Promise<fs.FileHandle> | undefined;
  /** The file once it is open and while nothing is being written to it: what may be written at once. */
  private idle: fs.FileHandle | undefined;
  private ownFile: string | undefined;
  private written = 0;
  private queued: JournalRecord[] = [];
  private scheduled = false;
  private writing: Promise<void> = Promise.resolve();
  private slowUntil = -Infinity;
  /** Records under way to the disk itself: what is written at once would take them along into a file that is not theirs to sync. */
  private safely = 0;

  constructor(
    private readonly folder: string,
    private readonly now: () => number = Date.now,
  ) {
    this.claims = new JournalClaims(folder, now);
  }

  /** Resolves once the records have been handed to the system; those of all answers that arrive together are written together. */
  append(...records: readonly JournalRecord[]): Promise<void> {
    this.queued.push(...records);
    this.schedule();
    return this.writing;
  }

  /** Like `append`, for one of thousands of records that nobody waits for: a full disk shows at the next one that somebody does. */
  note(record: JournalRecord): void {
    this.queued.push(record);
    if (this.schedule()) this.writing.catch(() => undefined);
  }

  /**
   * The same, and undefined when it is done already. To wait for a thread before each request costs a tenth of the time where a server
   * answers within 20 ms; a write to the system's cache takes microseconds. A slow disk is not waited for.
   */
  appendNow(record: JournalRecord): Promise<void> | undefined {
    const { idle } = this;
    const isForbidden = this.safely > 0 || this.written >= MAX_BYTES || performance.now() < this.slowUntil;
    if (!idle || isForbidden) return this.append(record);
    const before = this.queued.splice(0);
    try {
      this.writeAtOnce(idle.fd, [...before, record]);
      return undefined;
    } catch (error) {
      this.queued.unshift(...before);
      return this.letGo().then(() => Promise.reject(error as Error));
    }
  }

  /** Like `append`, and on the disk when it resolves. */
  async appendSafely(...records: readonly JournalRecord[]): Promise<void> {
    this.safely += 1;
    try {
      await this.append(...records);
      const file = await this.open();
      await file.datasync();
    } finally {
      this.safely -= 1;
    }
  }

  /** All records of all windows, file by file, the oldest first. */
  async readParts(): Promise<readonly JournalPart[]> {
    await this.writing.catch(() => undefined);
    const parts = await Promise.all((await this.files(ENDING)).map(readPart));
    return parts.filter((part) => part !== undefined);
  }

  /** Shows other windows that this one is alive, whatever its clock says and whatever machine it runs on. */
  async beat(): Promise<void> {
    const file = await this.file;
    const now = new Date();
    await file?.utimes(now, now);
  }

  /** The file that was begun last, by whichever window, for a look. */
  async current(): Promise<string | undefined> {
    const files = await this.files(ENDING);
    return files.at(-1);
  }

  /** Deletes files that were last written more than `days` ago, and never those of today: another window may be writing them. */
  async prune(days: number): Promise<void> {
    const until = this.now() - Math.max(1, days) * DAY;
    for (const file of await this.files(ENDING, CLAIM)) {
      const { mtimeMs = Infinity } = (await fs.stat(file).catch(() => undefined)) ?? {};
      // One that cannot go, or is no file at all, keeps no other: it is tried again by the next window.
      if (mtimeMs < until) await fs.rm(file, { force: true }).catch(() => undefined);
    }
  }

  /** Deletes everything, this window's file included, but for files that tell of a run that is alive: after a crash nothing else would know of it. */
  async clear(): Promise<void> {
    const alive = await this.alive();
    if (this.ownFile === undefined || !alive.has(this.ownFile)) await this.close();
    const files = (await this.files(ENDING, CLAIM)).filter((file) => !alive.has(file));
    await Promise.all(files.map((file) => fs.rm(file, { force: true, recursive: true })));
  }

  private async alive(): Promise<ReadonlySet<string>> {
    const parts = await this.readParts();
    const open = new Set(interruptedRuns(parts.flatMap(({ records }) => records)).map(({ id }) => id));
    const tellsOf = ({ records }: JournalPart): boolean => records.some(({ run }) => open.has(run));
    return new Set(
      this.lately(parts)
        .filter(tellsOf)
        .map(({ file }) => file),
    );
  }

  /** The runs that windows tell of which wrote or beat a moment ago: one without an end is under way there. */
  toldLately(parts: readonly JournalPart[]): ReadonlySet<string> {
    return new Set(this.lately(parts).flatMap(({ records }) => records.map(({ run }) => run)));
  }

  private lately(parts: readonly JournalPart[]): readonly JournalPart[] {
    const since = this.now() - SILENCE;
    return parts.filter(({ writtenAt }) => writtenAt > since);
  }

  async close(): Promise<void> {
    await this.writing.catch(() => undefined);
    await this.letGo();
  }

  /** False when what is queued is about to be written anyway. */
  private schedule(): boolean {
    if (this.scheduled) return false;
    this.scheduled = true;
    this.writing = this.writing
      .catch(() => undefined)
      .then(endOfTurn)
      .then(() => this.flush());
    return true;
  }

  private async flush(): Promise<void> {
    this.idle = undefined;
    // Not before something follows: `appendSafely` has to reach the file it wrote to, and so has the heart of a run that waits.
    if (this.written >= MAX_BYTES || (this.safely > 0 && (await this.isDeleted()))) await this.letGo();
    this.scheduled = false;
    const records = this.queued.splice(0);
    try {
      const file = await this.open();
      const bytes = Buffer.from(encodeRecords(records));
      await writeWhole(file, bytes);
      this.written += bytes.byteLength;
      this.idle = file;
    } catch (error) {
      // A line may be torn now: what comes next must not continue it. And a disk that was full need not stay so.
      await this.letGo();
      throw error;
    }
  }

  private writeAtOnce(fd: number, records: readonly JournalRecord[]): void {
    const started = performance.now();
    const bytes = Buffer.from(encodeRecords(records));
    for (let at = 0; at < bytes.byteLength;) at += writeSync(fd, bytes, at);
    this.written += bytes.byteLength;
    const ended = performance.now();
    if (ended - started > SLOW_WRITE) this.slowUntil = ended + SLOW_FOR;
  }

  /** Another window has cleared the journal: what is written to the file now, nobody will ever read. */
  private isDeleted(): Promise<boolean> {
    const links = this.file?.then((file) => file.stat()).then(({ nlink }) => nlink === 0);
    return links?.catch(() => true) ?? Promise.resolve(false);
  }

  private async letGo(): Promise<void> {
    const { file } = this;
    this.file = undefined;
    this.idle = undefined;
    this.written = 0;
    await file?.then((handle) => handle.close()).catch(() => undefined);
  }

  private open(): Promise<fs.FileHandle> {
    this.file ??= this.create();
    return this.file;
  }

  private async create(): Promise<fs.FileHandle> {
    await fs.mkdir(this.folder, { recursive: true });
    const time = new Date(this.now()).toISOString().replace(/[:.]/g, '-');
    this.ownFile = path.join(this.folder, `${time}-${randomUUID().slice(0, 8)}${ENDING}`);
    return fs.open(this.ownFile, 'a', 0o600);
  }

  private async files(...endings: readonly string[]): Promise<readonly string[]> {
    const names = await fs.readdir(this.folder).catch(() => []);
    return names
      .filter((name) => endings.some((ending) => name.endsWith(ending)))
      .sort()
      .map((name) => path.join(this.folder, name));
  }
}

const endOfTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** `appendFile` does the same by way of streams and checks, at several times the cost; this is done before every request. */
async function writeWhole(file: fs.FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.byteLength;) at += (await file.write(bytes, at)).bytesWritten;
}

/** Undefined when another window has deleted it meanwhile, or when it cannot be read: the others, and the run just done, still count. */
async function readPart(file: string): Promise<JournalPart | undefined> {
  const handle = await fs.open(file, 'r').catch(() => undefined);
  if (!handle) return undefined;
  try {
    const { size, mtimeMs } = await handle.stat();
    const text = await handle.readFile('utf8');
    return { file, pulse: `${size} ${mtimeMs}`, writtenAt: mtimeMs, records: decodeJournal(text).records };
  } catch {
    return undefined;
  } finally {
    await handle.close();
  }
}
