import type http from 'node:http';
import { type SampleSpace } from '../sample/sampleSpace';
import { parseTarget } from './cowboyPath';
import { dispatch, type Stages } from './dispatch';
import { Refusal, type Reporter } from './errors';
import { bare, type Call, MAX_REQUEST_LINE, readBody, refusal, type Reply, send } from './http';
import { assertServing, authenticate, PROVIDER_ROUTES, type ProviderRequest } from './oneprovider';
import { newOnezone, type Onezone, onezoneDomain, zoneReporter, type ZoneRequest, zoneRoutes } from './onezone';
import { LATEST, newProvider, type Provider, type ProviderOptions, reporterOf } from './provider';
import { type TokenGrant } from './tokens';
import { drainTrash } from './trash';
import { type World } from './world';
import { buildWorld } from './worldBuilder';

export interface OnedataSandboxOptions {
  /** The person's own access token, without caveats. */
  readonly token: string;
  readonly spaces: readonly SampleSpace[];
  /** Default: Krakow and Lisbon at 25.0. A provider whose handler nobody listens with is offline. */
  readonly providers?: readonly ProviderOptions[];
  /** Default: the version of the first provider. */
  readonly onezoneVersion?: string;
  readonly tokens?: readonly TokenGrant[];
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Milliseconds a deleted folder stays in the trash before it is freed. Default 30 s. */
  readonly trashDrainMs?: number;
  /** Milliseconds the statistics of a folder may be behind. Default 5 s. */
  readonly statisticsLagMs?: number;
}

export interface OnedataSandbox {
  /** Onezone and the first provider on one port, told apart by the path's prefix. */
  readonly handler: http.RequestListener;
  /** One handler a provider, in the order of the options; the first is `handler`. */
  readonly handlers: readonly http.RequestListener[];
  readonly providers: readonly Provider[];
  readonly onezone: Onezone;
  readonly world: World;
  /** Tells the servers where they can be reached, as `host:port`: the first is also Onezone's. */
  setDomains(domains: readonly string[]): void;
}

const PROVIDERS: readonly ProviderOptions[] = [{ name: 'Krakow' }, { name: 'Lisbon' }];

/** An Onezone and its Oneproviders, in memory, over one world of spaces. Simulated: no real Oneprovider was at hand to record. */
export function createOnedataSandbox(options: OnedataSandboxOptions): OnedataSandbox {
  const providers = (options.providers ?? PROVIDERS).map(newProvider);
  const onezone = newOnezone(options.onezoneVersion ?? providers[0]?.version ?? LATEST);
  const world = buildWorld({
    spaces: options.spaces,
    providerIds: providers.map((provider) => provider.id),
    tokens: [{ token: options.token }, ...(options.tokens ?? [])],
    now: options.now ?? Date.now,
    trashDrainMs: options.trashDrainMs ?? 30_000,
    statisticsLagMs: options.statisticsLagMs ?? 5_000,
  });
  const handlers = providers.map((provider, i) => {
    const servers = { world, providers, onezone };
    const own = providerProduct(servers, provider);
    return listener(world, i === 0 ? [own, zoneProduct(servers)] : [own]);
  });
  const [handler] = handlers;
  if (!handler) throw new Error('A sandbox needs at least one provider.');
  return {
    handler,
    handlers,
    providers,
    onezone,
    world,
    setDomains: (domains) => {
      onezone.domain = domains[0];
      for (const [i, provider] of providers.entries()) provider.domain = domains[i];
    },
  };
}

/** What answers below one prefix. */
interface Product {
  readonly prefix: string;
  readonly reporter: () => Reporter;
  readonly answer: (call: Call) => Reply;
}

interface Servers {
  readonly world: World;
  readonly providers: readonly Provider[];
  readonly onezone: Onezone;
}

function providerProduct(servers: Servers, provider: Provider): Product {
  const { world, providers, onezone } = servers;
  const stages: Stages<ProviderRequest> = {
    routes: PROVIDER_ROUTES,
    build: (call, bound, rest) => ({
      world,
      provider,
      providers,
      call,
      bound,
      rest,
      onezoneDomain: onezoneDomain(onezone),
    }),
    authorize: (request) => void authenticate(request),
    prepare: assertServing,
  };
  return {
    prefix: 'oneprovider',
    reporter: () => reporterOf(world, provider),
    answer: (call) => dispatch(stages, call),
  };
}

function zoneProduct({ world, providers, onezone }: Servers): Product {
  const stages: Stages<ZoneRequest> = {
    routes: zoneRoutes(onezone.features),
    build: (call, bound) => ({ world, onezone, providers, call, bound }),
    authorize: () => undefined,
    prepare: () => undefined,
  };
  return { prefix: 'onezone', reporter: () => zoneReporter(world, onezone), answer: (call) => dispatch(stages, call) };
}

function listener(world: World, products: readonly Product[]): http.RequestListener {
  return (request, response) => {
    void answer(world, products, request).then(
      (reply) => send(response, reply),
      () => request.socket.destroy(),
    );
  };
}

async function answer(world: World, products: readonly Product[], request: http.IncomingMessage): Promise<Reply> {
  const { url = '', method = '' } = request;
  if (`${method} ${url} HTTP/1.1`.length > MAX_REQUEST_LINE) return bare(414, { connection: 'close' });
  const body = await readBody(request);
  if (!body) return bare(413, { connection: 'close' });
  drainTrash(world);
  const { segments, query } = parseTarget(url);
  if (!segments) return bare(400);
  const [api, version, prefix, ...rest] = segments;
  const product = products.find((one) => one.prefix === prefix);
  if (api !== 'api' || version !== 'v3' || !product) return bare(404);
  const remoteAddress = request.socket.remoteAddress ?? '';
  return guarded(product, { method, segments: rest, headers: request.headers, data: query, body, remoteAddress });
}

/** A refusal becomes the product's error; anything else is a fault of the practice server and shown as the 500 it is. */
function guarded(product: Product, call: Call): Reply {
  try {
    return product.answer(call);
  } catch (error) {
    const reference = error instanceof Error ? error.message : 'unknown';
    const value = error instanceof Refusal ? error.value : { id: 'internalServerError', details: { reference } };
    return refusal(value, product.reporter());
  }
}
