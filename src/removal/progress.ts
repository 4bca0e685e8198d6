import type { Environment } from './environment';
import type { Plan } from './plan';
import type { Target } from './remote';

/** How far a run is. Data, as often as something changes: whoever shows it slows it down. */
export interface Progress {
  readonly planId: string;
  /** `running`; `stopping`: cancelled, what was sent may still answer; `proving`: the server is read again. */
  readonly phase: 'running' | 'stopping' | 'proving';
  /** Settled so far and in all: targets, and the files and bytes counted for them. */
  readonly targets: Part;
  readonly files: Part;
  readonly bytes: Part;
  /** Files per second since the start, pauses left out. Absent before the first second. */
  readonly filesPerSecond?: number;
  /** Milliseconds to go at that rate. Absent while it cannot be told. */
  readonly msLeft?: number;
  /** The server asked to wait until then, ms since 1970. */
  readonly waitingUntil?: number;
}

export interface Part {
  readonly done: number;
  readonly total: number;
}

/** How far a run is, 0 to 1. */
export function partOf({ files, targets }: Progress): number {
  const { done, total } = files.total > 0 ? files : targets;
  return total === 0 ? 0 : done / total;
}

/** Adds up what is settled; made for one run. */
export interface Tally {
  settle(target: Target): void;
  waitUntil(time: number): void;
  enter(phase: Progress['phase']): void;
  read(): Progress;
}

export function startTally(plan: Plan, environment: Environment): Tally {
  const startedAt = environment.now();
  const total = { targets: plan.targets.length, files: plan.total.files, bytes: plan.total.bytes };
  const done = { targets: 0, files: 0, bytes: 0 };
  let phase: Progress['phase'] = 'running';
  let waitingUntil = 0;
  let paused = 0;
  return {
    settle({ extent }) {
      done.targets += 1;
      done.files += extent.files;
      done.bytes += extent.bytes;
    },
    waitUntil(time) {
      const from = Math.max(environment.now(), waitingUntil);
      if (time <= from) return;
      paused += time - from;
      waitingUntil = time;
    },
    enter(next) {
      phase = next;
    },
    read() {
      const now = environment.now();
      const waiting = Math.max(0, waitingUntil - now);
      const seconds = (now - startedAt - (paused - waiting)) / 1_000;
      const rate = seconds >= 1 ? done.files / seconds : undefined;
      const filesLeft = total.files - done.files;
      const canTell = rate !== undefined && rate > 0 && plan.total.precision === 'exact' && phase === 'running';
      return {
        planId: plan.id,
        phase,
        targets: { done: done.targets, total: total.targets },
        files: { done: done.files, total: total.files },
        bytes: { done: done.bytes, total: total.bytes },
        ...(rate === undefined ? {} : { filesPerSecond: rate }),
        ...(canTell ? { msLeft: Math.max(0, (filesLeft / rate) * 1_000 + waiting) } : {}),
        ...(waiting > 0 ? { waitingUntil } : {}),
      };
    },
  };
}
