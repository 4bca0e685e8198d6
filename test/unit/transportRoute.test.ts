import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { mock } from 'node:test';
import { requestBy, unknownRoute, type Route } from '../../src/remotes/transportRoute';
import { listen, type Listening } from '../support/wire';

/** As VS Code's replacement: an agent of its own for every request, which says what it found once it is used. */
class ChoosingAgent extends http.Agent {
  constructor(private readonly found: string) {
    super();
  }
  addRequest(request: http.ClientRequest, options: object): void {
    queueMicrotask(() => request.emit('proxy', { proxy: this.found, socket: http.globalAgent }));
    Reflect.apply(Reflect.get(http.Agent.prototype, 'addRequest') as () => void, this, [request, options]);
  }
}

describe('http: the way that VS Code chooses', () => {
  let server: Listening;
  let found = 'DIRECT';
  let asked = 0;
  const original = http.request;
  before(async () => {
    server = await listen((_req, res) => void res.end());
    mock.method(http, 'request', (options: http.RequestOptions, onResponse: () => void) => {
      asked += 1;
      return original({ agent: new ChoosingAgent(found), ...options }, onResponse);
    });
  });
  beforeEach(() => (asked = 0));
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

  it('has no say in requests that bring an agent, and learns nothing from them', async () => {
    const route = unknownRoute();
    const agent = new http.Agent();
    assert.equal(agentOf(await send(route, { agent })), agent);
    assert.deepEqual([asked, route.agent], [1, undefined]);
  });
});
