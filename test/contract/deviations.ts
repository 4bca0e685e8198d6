import { type Deviation, type SeedCall } from '../support/seedSchemas';

const OXEN: SeedCall = 'stage files for removal';
const ONEDATA: SeedCall = 'remove file at path';

const CONTEXT_FIELDS = [
  'timestamp',
  'serviceReleaseVersion',
  'serviceId',
  'serviceDomain',
  'serviceBuildVersion',
  'service',
  'onedataErrorsRevision',
  'module',
  'line',
] as const;

/**
 * Where servers answer otherwise than the two documents that define the job. A row names one call, one status, one field (a dotted
 * path into the body, `body` when there is none of the documented kind, `status` when the document does not know the status) and
 * where it is known from. The suite beside this file fails when an answer needs a row that is not here, and when a row explains nothing.
 */
export const DEVIATIONS: readonly Deviation[] = [
  {
    call: OXEN,
    status: 400,
    field: 'status',
    source: 'recording oxen-0.50.0.jsonl and oxen-0.65.2.jsonl, scenario stage: text/plain',
  },
  {
    call: OXEN,
    status: 401,
    field: 'status',
    source: 'recording oxen-0.50.0-auth.jsonl: no body, or text/plain "unauthorized"',
  },
  {
    call: OXEN,
    status: 404,
    field: 'status_description',
    source: 'recording oxen-0.65.2.jsonl, scenario stage: "Workspace not found: none"',
  },
  { call: OXEN, status: 413, field: 'status', source: 'recording oxen-0.65.2.jsonl, scenario limits: text/plain' },
  {
    call: OXEN,
    status: 426,
    field: 'status',
    source: 'params.rs and errors.rs of oxen-server: a client that looks like an old Oxen client',
  },
  {
    call: OXEN,
    status: 429,
    field: 'status',
    source: 'errors.rs of oxen-server: a repository under maintenance, with Retry-After',
  },

  {
    call: ONEDATA,
    status: 401,
    field: 'status',
    source: 'rest_handler.erl of op-worker: none, bad or unsupported token',
  },
  {
    call: ONEDATA,
    status: 405,
    field: 'status',
    source: 'cowboy_router.erl: climbing spellings reach other routes',
  },
  { call: ONEDATA, status: 406, field: 'status', source: 'Cowboy 2.9: empty body' },
  { call: ONEDATA, status: 409, field: 'status', source: 'errors.erl of ctool: alreadyExists' },
  {
    call: ONEDATA,
    status: 414,
    field: 'status',
    source: 'cowboy_http.erl: request line over 8,000 bytes',
  },
  { call: ONEDATA, status: 501, field: 'status', source: 'errors.erl of ctool: notImplemented' },
  {
    call: ONEDATA,
    status: 503,
    field: 'status',
    source: 'errors.erl of ctool: eight errors of an overloaded or cut-off provider',
  },
  {
    call: ONEDATA,
    status: 400,
    field: 'body',
    source: 'Cowboy 2.9: cannot decode the path, empty body',
  },
  {
    call: ONEDATA,
    status: 404,
    field: 'body',
    source: 'Cowboy 2.9: has no such route, empty body',
  },
  ...[400, 403, 404, 500].map((status) => ({
    call: ONEDATA,
    status,
    field: 'error.ctx',
    source: 'op-worker and onedata-errors: 21.02 has no ctx, and in 25.0 the generated code may write null',
  })),
  ...[400, 403, 500].flatMap((status) =>
    CONTEXT_FIELDS.map((field) => ({
      call: ONEDATA,
      status,
      field: `error.ctx.${field}`,
      source: 'onedata-errors: od_error.erl.template makes every field of ctx nullable',
    })),
  ),
];
