import type { OnedataProbe, OxenProbe } from '../../../tools/probe.mjs';
import type { Workbench } from '../workbench';
import type { OxenStage } from './oxenStage';

/** What every step of the tour works with. */
export interface Tour {
  readonly workbench: Workbench;
  readonly stage: OxenStage;
  /** The servers asked by plain HTTP, by code that shares nothing with the extension. */
  readonly oxen: OxenProbe;
  readonly onedata: OnedataProbe;
  /** Paths staged in the stage's workspace, as its server says. */
  readonly staged: () => Promise<string[]>;
  /** Keeps a picture; its number is that of its place in the tour. */
  readonly picture: (name: string) => Promise<void>;
  /** Says what was seen to work. */
  readonly done: (what: string) => void;
}

/** Numbers of what was seen and of the pictures. */
export interface Script {
  readonly done: (what: string) => void;
  readonly nameOf: (picture: string) => string;
}

/** A part of the tour, in a file of its own. */
export interface Step {
  /** Also on the files of a real oxen-server, which are others than the sample's. */
  readonly onRealServer: boolean;
  readonly run: (tour: Tour) => Promise<void>;
}

export const say = (line: string): void => void process.stdout.write(`${line}\n`);
export const same = (one: readonly string[], other: readonly string[]): boolean => one.join('\n') === other.join('\n');
