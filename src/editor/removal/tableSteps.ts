import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { remoteKey, type OxenAddress } from '../../removal/address';
import type { TableStep } from '../../removal/staging';

interface Line extends TableStep {
  readonly workspace: string;
}

/**
 * The steps of taking back the removal of a table, on disk before each is sent: an interruption between them leaves an entry under
 * an odd name, and this is how it is recognised. Append-only, one small file for all windows.
 */
export class TableSteps {
  private steps: readonly Line[] = [];
  /** Bytes of the file when it was last read: it only grows. */
  private size = 0;
  /** One after the other: a reading must not overtake what is being written here. */
  private turn: Promise<void> = Promise.resolve();

  constructor(private readonly file: string) {}

  /** Reads what has come, also from other windows. To be awaited before `noted` is asked. */
  load(): Promise<void> {
    return this.inTurn(async () => {
      const { size = 0 } = (await fs.stat(this.file).catch(() => undefined)) ?? {};
      if (size === this.size) return;
      const text = await fs.readFile(this.file, 'utf8').catch(() => undefined);
      if (text === undefined) return;
      this.steps = text.split('\n').flatMap(parseLine);
      this.size = Buffer.byteLength(text);
    });
  }

  readonly noted = (address: OxenAddress): readonly TableStep[] => {
    const workspace = remoteKey(address);
    return this.steps.filter((step) => step.workspace === workspace);
  };

  /** Resolves when the step is on the disk. */
  readonly note = (address: OxenAddress, step: TableStep): Promise<void> =>
    this.inTurn(async () => {
      const line: Line = { ...step, workspace: remoteKey(address) };
      await fs.mkdir(path.dirname(this.file), { recursive: true });
      const file = await fs.open(this.file, 'a', 0o600);
      try {
        // A line of its own, whatever a full disk or a crash has left of the one before.
        await file.appendFile(`\n${JSON.stringify(line)}\n`);
        await file.datasync();
      } finally {
        await file.close();
      }
      this.steps = [...this.steps, line];
    });

  private inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.turn.then(work);
    this.turn = done.catch(() => undefined);
    return done;
  }
}

/** A torn line is no step: its request was not sent. */
function parseLine(text: string): readonly Line[] {
  try {
    const line = JSON.parse(text) as Partial<Line>;
    const complete = [line.workspace, line.kind, line.path, line.aside].every((field) => typeof field === 'string');
    return complete ? [line as Line] : [];
  } catch {
    return [];
  }
}
