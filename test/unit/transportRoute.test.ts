import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { mock } from 'node:test';
import { requestBy, unknownRoute, type Route } from '../../src/remotes/transportRoute';
import { listen, type Listening } from '../support/wire';

/** As VS Code's replacement: an agent of its own for every request, which says what it found once it is used. */
class ChoosingAgent extends http.Agent {
  constructor(
    private readonly found: string,
    private readonly socket = http.globalAgent,
  ) {
    super();
  }
  addRequest(request: http.ClientRequest, options: object): void {
    queueMicrotask(() => request.emit('proxy', { proxy: this.found, socket: this.socket }));
    Reflect.apply(Reflect.get(http.Agent.prototype, 'addRequest') as () => void, this, [request, options]);
  }
}

describe('http: the way that VS Code chooses', () => {
  let server: Listening;
  let found = 'DIRECT';
  let asked = 0;
  /** Instead of what a request brings, as VS Code does with every agent. */
  let choice: http.Agent | undefined;
  const original = http.request;
  before(async () => {
    server = await listen((_req, res) => void res.end());
    mock.method(http, 'request', (options: http.RequestOptions, onResponse: () => void) => {
      asked += 1;
      const chosen = choice ?? options.agent ?? new ChoosingAgent(found);
      return original({ ...options, agent: chosen }, onResponse);
    });
  });
  beforeEach(() => {
    asked = 0;
    choice = undefined;
  });
  after(async () => {
    mock.restoreAll();
    await server.close();
  });

  const send = async (route: Route, options: http.RequestOptions = {}): Promise<http.ClientRequest> => {
    const { hostname, port } = new URL(server.origin);
    const request = requestBy(route, false, { hostname, port, ...options }, (response) => void response.resume());
    request.end();
    await once(request, 'close');
    return request;
  };
  const agentOf = (request: http.ClientRequest): unknown => Reflect.get(request, 'agent');

  it('is asked for once a second, and what is found direct goes without it', async () => {
    const route = unknownRoute();
    found = 'DIRECT';
    await send(route);
    for (let count = 0; count < 5; count += 1) assert.equal(agentOf(await send(route)), http.globalAgent);
    assert.equal(asked, 1);
    route.chosenAt -= 1_000;
    await send(route);
    assert.equal(asked, 2);
  });

  it('keeps its agent where a proxy is found: the agent looks for it each time', async () => {
    const route = unknownRoute();
    found = 'PROXY proxy.invalid:1';
    const first = await send(route);
    assert.equal(agentOf(await send(route)), agentOf(first));
    assert.equal(asked, 1);
  });

  it('hands on to the own agent of an origin, which then goes without being asked for', async () => {
    const own = new http.Agent({ keepAlive: true });
    const route = unknownRoute(own);
    const chosen = new ChoosingAgent('DIRECT', own);
    choice = chosen;
    assert.equal(agentOf(await send(route, { agent: own })), chosen);
    for (let count = 0; count < 5; count += 1) assert.equal(agentOf(await send(route, { agent: own })), own);
    assert.equal(asked, 1);
    const other = new http.Agent();
    choice = undefined;
    assert.equal(
      agentOf(await send(route, { agent: other })),
      other,
      'one that is for a single request stays what it is',
    );
    assert.equal(agentOf(await send(route, { agent: own })), own);
    own.destroy();
  });

  it('is asked each time where it hands on to another than the own one: a proxy, or other certificates', async () => {
    const own = new http.Agent();
    const route = unknownRoute(own);
    for (const chosen of [new ChoosingAgent('DIRECT'), new ChoosingAgent('PROXY proxy.invalid:1', own)]) {
      choice = chosen;
      for (let count = 0; count < 2; count += 1) assert.equal(agentOf(await send(route, { agent: own })), chosen);
    }
    assert.equal(asked, 4);
  });

  it('has no say in requests that bring an agent, and learns nothing from them', async () => {
    const route = unknownRoute();
    const agent = new http.Agent();
    assert.equal(agentOf(await send(route, { agent })), agent);
    assert.deepEqual([asked, route.agent], [1, undefined]);
  });
});
