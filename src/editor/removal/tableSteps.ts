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
  private steps: Line[] | undefined;
  private loading: Promise<void> | undefined;

  constructor(private readonly file: string) {}

  /** Reads the file once. To be awaited before `noted` is asked. */
  load(): Promise<void> {
    this.loading ??= fs.readFile(this.file, 'utf8').then(
      (text) => {
        this.steps = text.split('\n').flatMap(parseLine);
      },
      () => {
        this.steps = [];
      },
    );
    return this.loading;
  }

  readonly noted = (address: OxenAddress): readonly TableStep[] => {
    const workspace = remoteKey(address);
    return (this.steps ?? []).filter((step) => step.workspace === workspace);
  };

  /** Resolves when the step is on the disk. */
  readonly note = async (address: OxenAddress, step: TableStep): Promise<void> => {
    const line: Line = { ...step, workspace: remoteKey(address) };
    await fs.mkdir(path.dirname(this.file), { recursive: true });
    const file = await fs.open(this.file, 'a', 0o600);
    try {
      await file.appendFile(`${JSON.stringify(line)}\n`);
      await file.datasync();
    } finally {
      await file.close();
    }
    this.steps?.push(line);
  };
}

/** A torn last line is no step: its request was not sent. */
function parseLine(text: string): readonly Line[] {
  try {
    const line = JSON.parse(text) as Partial<Line>;
    const complete = [line.workspace, line.kind, line.path, line.aside].every((field) => typeof field === 'string');
    return complete ? [line as Line] : [];
  } catch {
    return [];
  }
}
