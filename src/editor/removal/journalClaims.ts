import * as fs from 'node:fs/promises';
import * as path from 'node:path';

/** The ending of the empty files that say which window takes care of an interrupted run. */
export const CLAIM = '.claim';
/** Reading the servers takes a window less than this, ms. */
const HOLDS = 10 * 60_000;

/** Of all windows that find an interrupted run in the journal, one looks after it and tells the person. */
export class JournalClaims {
  constructor(
    private readonly folder: string,
    private readonly now: () => number,
  ) {}

  /** True for the first window that asks for this run, false for every other, until that one has let go of it or must have died. */
  async take(run: string): Promise<boolean> {
    const file = this.fileOf(run);
    try {
      await (await fs.open(file, 'wx', 0o600)).close();
      return true;
    } catch {
      return this.takeOver(file);
    }
  }

  async release(run: string): Promise<void> {
    await fs.rm(this.fileOf(run), { force: true });
  }

  private async takeOver(claim: string): Promise<boolean> {
    const { mtimeMs = Infinity } = (await fs.stat(claim).catch(() => undefined)) ?? {};
    const now = this.now();
    if (mtimeMs > now - HOLDS) return false;
    return fs.utimes(claim, now / 1000, now / 1000).then(
      () => true,
      () => false,
    );
  }

  private fileOf(run: string): string {
    return path.join(this.folder, `${Buffer.from(run).toString('hex').slice(0, 64)}${CLAIM}`);
  }
}
