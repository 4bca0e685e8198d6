import * as http from 'node:http';
import * as https from 'node:https';
import type { AxiosRequestConfig, AxiosStatic } from 'axios';
import { failed, failureOf, type Answer, type Failure } from '../removal/failure';
import type { ApiRequest, Reply, Send } from './request';
import { watchedTransport, type Passage } from './transport';
import { tellOf, type Exchange } from './exchange';
import { emptyBody, plainHeaders, readBody } from './transportBody';
import { completed, connectionFailure, refusal, type WireCode } from './transportFailure';
import { limitOf, type Limit } from './transportLimit';
import { bodyOf, headersOf, isUsable, type Token } from './transportMessage';
import { unknownRoute, type Route } from './transportRoute';
import { mayUsePlainHttp, originOf, urlOf } from './transportUrl';

export interface SendOptions {
  /** `https://host[:port]`, nothing else: the only place the token goes. */
  readonly origin: string;
  readonly token?: Token;
  /** Must not contain "oxen": oxen-server refuses user agents that claim to be an old client of its own. */
  readonly userAgent: string;
  /** PEM of a private certificate authority, which then replaces the system's for this origin. */
  readonly ca?: string;
  /** Hosts (`name` or `name:port`) that may be reached without TLS, beside this machine. */
  readonly allowPlainHttp?: readonly string[];
  /** Asked at each request: does a proxy stand between here and the origin? */
  readonly viaProxy?: () => boolean;
  /** Milliseconds since 1970, for `Retry-After` dates. */
  readonly now?: () => number;
  readonly onExchange?: (line: Exchange) => void;
}

/**
 * The one place that knows axios. The function it makes sends a request once and never rejects; a read that met a stale
 * pooled connection is repeated once. Redirects are failures: axios would hand `X-Auth-Token` to any target. Every string
 * of a failure is redacted.
 */
export function createSend(options: SendOptions): Send {
  if (/oxen/i.test(options.userAgent)) throw new Error('a user agent with "oxen" in it is refused by oxen-server');
  const wire = wireOf(options);
  return async (request, signal) => {
    const started = performance.now();
    const sent = await sendGuarded(wire, request, signal);
    const answer = sent.answer.ok ? sent.answer : failed(completed(sent.answer.failure, sent.reply, wire));
    tellOf(
      { request, reply: sent.reply, answer, durationMs: performance.now() - started },
      wire.secrets,
      options.onExchange,
    );
    return answer;
  };
}

interface Wire {
  readonly options: SendOptions;
  readonly origin: URL | undefined;
  readonly host: string;
  readonly secrets: readonly string[];
  readonly agent: https.Agent | undefined;
  readonly route: Route;
  readonly now: () => number;
}

function wireOf(options: SendOptions): Wire {
  const origin = originOf(options.origin);
  const agent = options.ca === undefined ? undefined : new https.Agent({ ca: options.ca, keepAlive: true });
  return {
    options,
    origin,
    host: origin?.host ?? '',
    secrets: options.token ? [options.token.value] : [],
    agent,
    route: unknownRoute(agent),
    now: options.now ?? Date.now,
  };
}

/** What came of one request; `reply` without its body when the answer is the wire's own failure. */
interface Sent<T> {
  readonly answer: Answer<T>;
  readonly reply?: Reply;
}

async function sendGuarded<T>(wire: Wire, request: ApiRequest<T>, signal: AbortSignal): Promise<Sent<T>> {
  try {
    const config = configOf(wire, request);
    if (!config.ok) return config;
    const limit = limitOf(request.timeout, signal);
    try {
      const first = await sendOnce(wire, request, config.value, limit);
      if (!request.reads || !isStaleSocket(first.answer)) return first;
      return await sendOnce(wire, request, { ...config.value, ...freshConnection(wire) }, limit);
    } finally {
      limit.release();
    }
  } catch (error) {
    return { answer: refusal('unsendable', { host: wire.host, cause: String(error) }) };
  }
}

/** After one stale connection the others in the pool are stale too, most likely: the server has been restarted. */
function freshConnection(wire: Wire): Pick<Prepared, 'httpAgent' | 'httpsAgent'> {
  const { ca } = wire.options;
  return { httpAgent: new http.Agent(), httpsAgent: new https.Agent(ca === undefined ? {} : { ca }) };
}

function isStaleSocket(answer: Answer<unknown>): boolean {
  return !answer.ok && answer.failure.code === 'connectionReset' && answer.failure.data.reusedSocket === 1;
}

/** All an adapter of axios needs except what belongs to one attempt. */
interface Prepared extends AxiosRequestConfig {
  readonly adapter: 'http' | 'fetch';
  readonly headers: Record<string, string | false>;
}

type Config = { readonly ok: true; readonly value: Prepared } | ({ readonly ok: false } & Sent<never>);

/** Refuses what must not be sent. */
function configOf(wire: Wire, request: ApiRequest<unknown>): Config {
  const { options, origin, host } = wire;
  const refuse = (code: Parameters<typeof refusal>[0]): Config => ({ ok: false, answer: refusal(code, { host }) });
  if (!origin) return refuse('invalidOrigin');
  if (origin.protocol === 'http:' && !mayUsePlainHttp(origin, options.allowPlainHttp ?? [])) {
    return refuse('plainHttpRefused');
  }
  const url = urlOf(origin, request);
  if (!url.ok) return refuse(url.problem);
  if (options.token && !isUsable(options.token)) return refuse('unusableToken');
  return {
    ok: true,
    value: {
      url: url.url,
      method: request.method,
      headers: headersOf(request, options.userAgent, options.token),
      data: bodyOf(request),
      proxy: false,
      maxRedirects: 0,
      timeout: 0,
      validateStatus: () => true,
      responseType: 'stream',
      decompress: true,
      ...adapterOf(wire),
    },
  };
}

/** The fetch adapter keeps connections through VS Code's proxies alive (27 times as fast), but knows no custom CA. */
function adapterOf(wire: Wire): Pick<Prepared, 'adapter' | 'httpsAgent'> {
  if (wire.agent) return { adapter: 'http', httpsAgent: wire.agent };
  return { adapter: wire.options.viaProxy?.() ? 'fetch' : 'http' };
}

async function sendOnce<T>(wire: Wire, request: ApiRequest<T>, config: Prepared, limit: Limit): Promise<Sent<T>> {
  const passage: Passage = { mayHaveArrived: false, reusedSocket: false };
  try {
    const { getAdapter, AxiosHeaders } = await loadedAxios();
    if (limit.reached()) return { answer: stopped(wire, request, limit, passage) };
    // Fetch tells nothing of its connection: whatever it was given may have arrived.
    if (config.adapter === 'fetch') passage.mayHaveArrived = true;
    // Not through `request`: its defaults, interceptors and transformations, none of which is used, take a sixth of the time.
    const response = await getAdapter(config.adapter)({
      ...config,
      headers: AxiosHeaders.from(config.headers),
      signal: limit.signal,
      transport: watchedTransport(wire.origin?.protocol === 'https:', passage, wire.route),
    });
    passage.mayHaveArrived = true;
    const head = { status: response.status, headers: plainHeaders(response.headers) };
    return await receive(wire, request, limit, { ...head, source: response.data as Incoming['source'] });
  } catch (error) {
    if (limit.reached()) return { answer: stopped(wire, request, limit, passage) };
    return { answer: failed(connectionFailure(error, { host: wire.host, ...passage })) };
  }
}

interface Incoming {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly source: AsyncIterable<Uint8Array> | null;
}

async function receive<T>(wire: Wire, request: ApiRequest<T>, limit: Limit, incoming: Incoming): Promise<Sent<T>> {
  const { status, headers } = incoming;
  const { host } = wire;
  const redirect = status >= 300 && status < 400;
  const body =
    status === 204
      ? await emptyBody(incoming.source)
      : await readBody(incoming.source, redirect ? 0 : request.maxBytes);
  const reply: Reply = { status, headers, body: body.bytes, truncated: body.end !== 'complete' };
  const because = (code: WireCode, data: Failure['data'], more?: Partial<Failure>): Sent<never> => ({
    reply,
    answer: failed(failureOf('unexpected', code, { data: { host, ...data }, status, reach: 'unanswered', ...more })),
  });
  if (redirect) return because('redirected', { location: placeOf(headers.location, wire) }, { reach: 'answered' });
  if (body.end === 'broken') {
    if (limit.reached()) return { reply, answer: stopped(wire, request, limit, { mayHaveArrived: true }) };
    return because('truncatedAnswer', { received: body.bytes.byteLength }, { kind: 'network', retryable: true });
  }
  if (body.end === 'longer' && request.cut !== true) return because('tooLong', { limit: request.maxBytes });
  try {
    return { reply, answer: request.parse(reply) };
  } catch (error) {
    return because('parserFailed', { cause: String(error) });
  }
}

/** Where a redirect points to, without path and query: they may repeat secrets. */
function placeOf(location: string | undefined, wire: Wire): string {
  const base = wire.origin?.origin;
  if (location === undefined || !URL.canParse(location, base)) return '';
  const { protocol, host } = new URL(location, base);
  return `${protocol}//${host}`;
}

function stopped(
  wire: Wire,
  request: ApiRequest<unknown>,
  limit: Limit,
  passage: Pick<Passage, 'mayHaveArrived'>,
): Answer<never> {
  const reach = passage.mayHaveArrived ? 'unanswered' : 'notSent';
  const { host } = wire;
  if (limit.reached() === 'cancelled') return failed(failureOf('cancelled', 'cancelled', { data: { host }, reach }));
  const data = { host, after: request.timeout };
  return failed(failureOf('timeout', 'timeout', { data, reach, retryable: true }));
}

let axios: Promise<AxiosStatic> | undefined;

/** With the first request, so that activation does not pay for it. */
function loadedAxios(): Promise<AxiosStatic> {
  axios ??= import('axios').then((module) => module.default);
  return axios;
}
