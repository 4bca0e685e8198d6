/** What came of one figure: `value` is the median of the rounds, `ratio` the median of the ratios inside each round. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly min: number;
  readonly max: number;
  readonly rounds: number;
  /** Value : baseline, or baseline : value where the name says "times as fast". Absent when there is nothing to compare with. */
  readonly ratio?: number;
  readonly ratioMin?: number;
  readonly ratioMax?: number;
  /** What the ratio is against, measured in the same rounds. */
  readonly baseline?: string;
  /** In words, for instance `ratio ≥ 0.8`; absent: a figure without a goal. */
  readonly goal?: string;
  readonly met?: boolean;
}

/** One thing to measure: resolves with numbers by name. */
export type Case = () => Promise<Readonly<Record<string, number>>>;

/** By case, then by round: what it measured. */
export type Rounds<Name extends string> = Readonly<Record<Name, readonly Readonly<Record<string, number>>[]>>;

/** Every case once a round, in another order each time. */
export async function inRounds<Name extends string>(
  count: number,
  cases: Readonly<Record<Name, Case>>,
): Promise<Rounds<Name>> {
  const names = Object.keys(cases) as Name[];
  const measured = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<
    Name,
    Readonly<Record<string, number>>[]
  >;
  for (let round = 0; round < count; round += 1) {
    for (const name of shuffled(names)) measured[name].push(await cases[name]());
  }
  return measured;
}

function shuffled<T>(items: readonly T[]): readonly T[] {
  return items
    .map((item) => ({ item, key: Math.random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? NaN)
    : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}

/** A goal on the ratio or on the value itself. */
export interface Goal {
  readonly of: 'ratio' | 'value';
  readonly atLeast?: number;
  readonly atMost?: number;
}

export interface FigureParts {
  readonly name: string;
  readonly unit: string;
  readonly values: readonly number[];
  readonly ratios?: readonly number[];
  readonly baseline?: string;
  readonly goals?: readonly Goal[];
}

export function figureOf({ name, unit, values, ratios, baseline, goals = [] }: FigureParts): Figure {
  const value = median(values);
  const ratio = ratios && median(ratios);
  const measured = (goal: Goal): number => (goal.of === 'value' ? value : (ratio ?? NaN));
  const isMet = (goal: Goal): boolean =>
    measured(goal) >= (goal.atLeast ?? -Infinity) && measured(goal) <= (goal.atMost ?? Infinity);
  return {
    name,
    value,
    unit,
    min: Math.min(...values),
    max: Math.max(...values),
    rounds: values.length,
    ...(ratios && ratio !== undefined ? { ratio, ratioMin: Math.min(...ratios), ratioMax: Math.max(...ratios) } : {}),
    ...(baseline === undefined ? {} : { baseline }),
    ...(goals.length > 0 ? { goal: goals.map((goal) => inWords(goal, unit)).join(', '), met: goals.every(isMet) } : {}),
  };
}

function inWords({ of, atLeast, atMost }: Goal, unit: string): string {
  const suffix = of === 'ratio' ? ' ×' : ` ${unit}`;
  return [
    ...(atLeast === undefined ? [] : [`≥ ${atLeast}${suffix}`]),
    ...(atMost === undefined ? [] : [`≤ ${atMost}${suffix}`]),
  ].join(', ');
}

/** One number of every round of a case. */
export function column(rounds: readonly Readonly<Record<string, number>>[], key: string): readonly number[] {
  return rounds.map((round) => round[key] ?? NaN);
}

/** Round by round: the numbers of one column divided by those of another. */
export function ratiosOf(above: readonly number[], below: readonly number[]): readonly number[] {
  return above.map((value, round) => value / (below[round] ?? NaN));
}
