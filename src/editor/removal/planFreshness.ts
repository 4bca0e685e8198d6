import type { Plan } from '../../removal/plan';
import { clock } from './clock';

/** What another look at what a plan is about has shown. `unseen`: nobody could look, and the person has been told. */
export type Seen = 'holds' | 'outdated' | 'unseen';

/** What is destroyed or staged is counted again when its count is older, ms: a plan may lie open for review overnight. */
const COUNT_HOLDS = 5 * 60_000;
/** A question that is answered sooner than this, ms, need not be followed by another look. */
const LOOK_HOLDS = 2_000;

/** How long ago plans were made, and when they were last seen to hold. */
export class PlanFreshness {
  private readonly seenAt = new WeakMap<Plan, number>();

  isOld({ createdAt }: Plan): boolean {
    return Math.abs(clock.now() - createdAt) > COUNT_HOLDS;
  }

  /** Looks again, unless that was done a moment ago. */
  async look(plan: Plan, lookAgain: (() => Promise<Seen>) | undefined): Promise<Seen> {
    const age = clock.now() - (this.seenAt.get(plan) ?? plan.createdAt);
    if (!lookAgain || Math.abs(age) < LOOK_HOLDS) return 'holds';
    const seen = await lookAgain();
    if (seen === 'holds') this.seenAt.set(plan, clock.now());
    return seen;
  }
}
