// The servers that `npm run bench` measures against, in a process of their own, on 127.0.0.1: a Oneprovider that deletes by path and answers
// after a set time, over http and https, and an HTTP proxy that takes invented hosts for 127.0.0.1. Prints one JSON line, ends with its stdin.
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { generate } from 'selfsigned';

const HOST = '127.0.0.1';
const AWAY = '127.0.0.2'; // this machine, too, but to VS Code another one
const INVENTED = 'oneprovider.bench.test';
const IDLE = 75_000; // as an oxen-server: whoever closes earlier is the client

const { private: key, cert } = await generate([{ name: 'commonName', value: 'bench' }], {
  keySize: 2048,
  algorithm: 'sha256',
  extensions: [
    { name: 'basicConstraints', cA: true },
    {
      name: 'subjectAltName',
      altNames: [
        { type: 2, value: INVENTED },
        { type: 7, ip: HOST },
      ],
    },
  ],
});

const files = new Set();
let latency = 0;
let faults = 0;
let requests = 0;
let connections = 0;
let seen = 0;
const open = new Set();

const json = (response, status, value) => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
};
const gone = {
  error: { id: 'posix', details: { errno: 'enoent' }, description: 'Operation failed with POSIX error: enoent.' },
};

/** Deterministic: every hundredth request of a share of 0.01, in turn refused, reset before and reset after its effect. */
function faultOf() {
  seen += 1;
  if (faults === 0 || seen % Math.round(1 / faults) !== 0) return undefined;
  return ['busy', 'resetBefore', 'resetAfter'][Math.round(seen * faults) % 3];
}

function remove(request, response) {
  const name = decodeURIComponent(request.url.slice(request.url.lastIndexOf('/') + 1));
  const fault = faultOf();
  if (fault === 'busy')
    return json(response, 503, { error: { id: 'serviceUnavailable', description: 'Service unavailable.' } });
  if (fault === 'resetBefore') return request.socket.destroy();
  const existed = files.delete(name);
  if (fault === 'resetAfter') return request.socket.destroy();
  return existed ? response.writeHead(204).end() : json(response, 400, gone);
}

/** `GET /data/bench-file-7`: what a client asks before it repeats a deletion. */
function describe(request, response) {
  const index = /\/data\/bench-file-(\d+)(?:\?|$)/.exec(request.url)?.[1];
  const name = `file-${String(index).padStart(6, '0')}.csv`;
  if (index === undefined || !files.has(name)) return json(response, 400, gone);
  const parent = { parentFileId: 'bench-parent', mtime: 1_700_000_000, size: 1_000 };
  return json(response, 200, { fileId: `bench-file-${index}`, name, type: 'REG', ...parent });
}

function control(request, response) {
  const { pathname, searchParams } = new URL(request.url, 'http://x');
  if (pathname === '/bench/fill') {
    files.clear();
    for (let i = 0; i < Number(searchParams.get('files')); i++) files.add(`file-${String(i).padStart(6, '0')}.csv`);
    latency = Number(searchParams.get('latency'));
    faults = Number(searchParams.get('faults'));
    requests = connections = seen = 0;
  }
  const own = request.socket; // the one that asks does not count
  json(response, 200, { left: files.size, requests, connections, open: open.size - (open.has(own) ? 1 : 0) });
}

function serve(request, response) {
  if (request.url.startsWith('/bench/')) return control(request, response);
  requests += 1;
  request.resume();
  const answer = () => (request.method === 'DELETE' ? remove(request, response) : describe(request, response));
  if (latency > 0) setTimeout(answer, latency);
  else answer();
}

function started(server, host = HOST) {
  server.keepAliveTimeout = IDLE;
  server.on('connection', (socket) => {
    connections += 1;
    open.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => open.delete(socket));
  });
  server.on('secureConnection', (socket) => socket.on('error', () => {}));
  return new Promise((resolve) => server.listen(0, host, () => resolve(server.address().port)));
}

/** Plain requests are handed on over kept connections, CONNECT is a tunnel. Whatever the host's name, it is 127.0.0.1. */
function makeProxy() {
  const agent = new http.Agent({ keepAlive: true });
  const proxy = http.createServer((request, response) => {
    const { port, pathname, search } = new URL(request.url);
    const onward = http.request(
      { host: HOST, port, agent, method: request.method, path: pathname + search, headers: request.headers },
      (answer) => {
        response.writeHead(answer.statusCode, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  proxy.on('connect', (request, socket, head) => {
    const onward = net.connect(Number(request.url.split(':').at(-1)), HOST, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.write(head);
      socket.pipe(onward).pipe(socket);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  return new Promise((resolve) => proxy.listen(0, HOST, () => resolve(proxy.address().port)));
}

const [plain, away, tls, proxy] = await Promise.all([
  started(http.createServer(serve)),
  started(http.createServer(serve), AWAY),
  started(https.createServer({ key, cert }, serve)),
  makeProxy(),
]);
process.stdout.write(
  `${JSON.stringify({
    plain: `http://${HOST}:${plain}`,
    away: `http://${AWAY}:${away}`,
    tls: `https://${HOST}:${tls}`,
    inventedPlain: `http://${INVENTED}:${plain}`,
    inventedTls: `https://${INVENTED}:${tls}`,
    proxy: `http://${HOST}:${proxy}`,
    ca: cert,
  })}\n`,
);
process.stdin.resume().once('end', () => process.exit(0));
