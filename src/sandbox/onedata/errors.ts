import catalogue from './errors.json';

/** An error before it has a shape: 21.02 and 25.0 write the same value differently. */
export interface ErrorValue {
  readonly id: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Carries an error to the one place that answers it. */
export class Refusal extends Error {
  readonly value: ErrorValue;

  constructor(value: ErrorValue) {
    super(value.id);
    this.value = value;
  }
}

/** Statuses as in ctool's errors.erl and onedata-errors. Words in braces come from the details. */
const CATALOGUE: Readonly<Record<string, { readonly status: number; readonly description: string }>> = catalogue;

/** Ids that the practice servers can answer with. */
export const ERROR_IDS: readonly string[] = Object.keys(CATALOGUE);

/** Still generated in the old form at 25.0 (`deprecated: true` in onedata-errors), so without `ctx`. */
const WITHOUT_CONTEXT: readonly string[] = ['notFound', 'alreadyExists', 'notSupported', 'timeout'];

/** Who reports an error, for the `ctx` of 25.0. */
export interface Reporter {
  readonly service: 'ozw' | 'opw';
  readonly serviceId: string;
  readonly serviceDomain: string;
  readonly version: string;
  /**
   * `full`: as the generated code writes it, four old errors without. `documented`: all errors have it, as the documentation
   * promises. `null` and `nullFields`: what the generator's template also allows.
   */
  readonly context: 'absent' | 'full' | 'documented' | 'nullFields' | 'null';
  /** Milliseconds since 1970. */
  readonly now: number;
}

export const refuse = (id: string, details?: ErrorValue['details']): never => {
  throw new Refusal(details ? { id, details } : { id });
};

export const posix = (errno: string): never => refuse('posix', { errno });

export function statusOf(value: ErrorValue): number {
  return CATALOGUE[value.id]?.status ?? 500;
}

export function errorJson(value: ErrorValue, reporter: Reporter): object {
  const error = {
    id: value.id,
    ...(value.details && { details: describeNested(value.details) }),
    description: describe(value),
  };
  const { context } = reporter;
  const isOld = context !== 'documented' && WITHOUT_CONTEXT.includes(value.id);
  if (context === 'absent' || isOld) return { error };
  return { error: { ...error, ctx: contextOf(reporter) } };
}

function describe({ id, details = {} }: ErrorValue): string {
  if (id === 'unauthorized' && 'authError' in details) return 'Provided authentication is not valid (see details).';
  const template = CATALOGUE[id]?.description ?? '';
  return template.replace(/\{(\w+)\}/g, (_, key: string) => {
    const value = details[key];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : 'none';
  });
}

/** Errors inside details (`authError`, `tokenError`) are full errors with a description of their own. */
function describeNested(details: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(details).map(([key, value]) => {
    const isNested = key.endsWith('Error') && typeof value === 'object' && value !== null;
    if (!isNested) return [key, value] as const;
    const nested = value as ErrorValue;
    return [key, { ...nested, description: describe(nested) }] as const;
  });
  return Object.fromEntries(entries);
}

function contextOf({ context, ...reporter }: Reporter): object | null {
  if (context === 'null') return null;
  const fields = {
    timestamp: reporter.now,
    service: reporter.service,
    serviceId: reporter.serviceId,
    serviceDomain: reporter.serviceDomain,
    serviceReleaseVersion: reporter.version,
    serviceBuildVersion: 'simulated',
    onedataErrorsRevision: 'ca3af8cb',
    module: 'simulated',
    line: 1,
  };
  if (context !== 'nullFields') return fields;
  return Object.fromEntries(Object.keys(fields).map((key) => [key, null]));
}
