import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020';

/** The two calls that the seed documents define. */
export type SeedCall = 'stage files for removal' | 'remove file at path';

/** An answer of a server, as far as the documents speak of it. */
export interface SeedAnswer {
  readonly call: SeedCall;
  readonly status: number;
  readonly contentType: string | undefined;
  readonly body: Uint8Array;
}

/** One thing in an answer that its document does not allow: `field` is a dotted path into the body, `body` or `status`. */
export interface Violation {
  readonly call: SeedCall;
  readonly status: number;
  readonly field: string;
}

/** A violation that is known, and where it is known from. */
export interface Deviation extends Violation {
  /** A recording (file and scenario) or a section of a reference that shows real servers do this. */
  readonly source: string;
}

const STATUS_MESSAGE = {
  type: 'object',
  required: ['status', 'status_message'],
  properties: {
    oxen_version: { type: ['string', 'null'] },
    status: { type: 'string' },
    status_message: { type: 'string' },
  },
} as const;

const FILE_PATHS_RESPONSE = {
  allOf: [
    STATUS_MESSAGE,
    { type: 'object', required: ['paths'], properties: { paths: { type: 'array', items: { type: 'string' } } } },
  ],
} as const;

const TEXT = { type: 'string' } as const;

const ERROR_JSON = {
  type: 'object',
  required: ['error'],
  additionalProperties: false,
  properties: {
    error: {
      type: 'object',
      required: ['id', 'description', 'ctx'],
      additionalProperties: false,
      properties: {
        id: TEXT,
        description: TEXT,
        details: { type: 'object' },
        ctx: {
          type: 'object',
          required: [
            'timestamp',
            'serviceReleaseVersion',
            'serviceId',
            'serviceDomain',
            'serviceBuildVersion',
            'service',
            'onedataErrorsRevision',
            'module',
            'line',
          ],
          additionalProperties: false,
          properties: {
            timestamp: { type: 'integer' },
            serviceReleaseVersion: TEXT,
            serviceId: TEXT,
            serviceDomain: TEXT,
            serviceBuildVersion: TEXT,
            service: { enum: ['ozw', 'opw', 'ozp', 'opp'] },
            onedataErrorsRevision: TEXT,
            module: TEXT,
            line: { type: 'integer' },
          },
        },
      },
    },
  },
} as const;

/** What the documents say of each status. `empty`: no body. 404 of the Oxen call has no schema of its own; every other answer is a StatusMessage. */
const DOCUMENTS: Readonly<Record<SeedCall, Readonly<Record<number, object | 'empty'>>>> = {
  'stage files for removal': { 200: FILE_PATHS_RESPONSE, 206: FILE_PATHS_RESPONSE, 404: STATUS_MESSAGE },
  'remove file at path': { 204: 'empty', 400: ERROR_JSON, 403: ERROR_JSON, 404: ERROR_JSON, 500: ERROR_JSON },
};

const ajv = new Ajv2020({ allErrors: true, strictTypes: false });
const compiled = new Map<object, ValidateFunction>();

/** A field that is not in the document is a violation too, so every object is closed. */
function validatorOf(schema: object): ValidateFunction {
  const known = compiled.get(schema);
  if (known) return known;
  const validate = ajv.compile({ ...schema, unevaluatedProperties: false });
  compiled.set(schema, validate);
  return validate;
}

export function documentedStatuses(call: SeedCall): readonly number[] {
  return Object.keys(DOCUMENTS[call]).map(Number);
}

/** Everything in an answer that is not as documented; empty when it is. */
export function violationsOf({ call, status, contentType, body }: SeedAnswer): readonly Violation[] {
  const schema = DOCUMENTS[call][status];
  const violation = (field: string): Violation => ({ call, status, field });
  if (schema === undefined) return [violation('status')];
  if (schema === 'empty') return body.length === 0 ? [] : [violation('body')];
  const parsed = contentType?.startsWith('application/json') ? parse(body) : undefined;
  if (parsed === undefined) return [violation('body')];
  const validate = validatorOf(schema);
  if (validate(parsed)) return [];
  return [...new Set((validate.errors ?? []).map(fieldOf))].map(violation);
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
}

function fieldOf({ instancePath, params }: ErrorObject): string {
  const { missingProperty, additionalProperty, unevaluatedProperty } = params as Readonly<
    Record<string, string | undefined>
  >;
  const last = missingProperty ?? additionalProperty ?? unevaluatedProperty;
  return [...instancePath.split('/').slice(1), ...(last === undefined ? [] : [last])].join('.');
}

const keyOf = ({ call, status, field }: Violation): string => `${call} ${String(status)} ${field}`;

/** What no row explains, and the rows that explained nothing. */
export function compare(
  violations: readonly Violation[],
  deviations: readonly Deviation[],
): { unexplained: readonly string[]; unused: readonly string[] } {
  const seen = new Set(violations.map(keyOf));
  const known = new Set(deviations.map(keyOf));
  return {
    unexplained: [...seen].filter((key) => !known.has(key)),
    unused: [...known].filter((key) => !seen.has(key)),
  };
}
