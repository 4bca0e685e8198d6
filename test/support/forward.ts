import * as http from 'node:http';

/**
 * A handler that hands every request on to another server on this machine, so that a script of faults can stand before any of them, a real one
 * too. What it was asked for is in `requests`, `METHOD /path`, in order.
 */
export function forwardTo(url: string): { readonly handler: http.RequestListener; readonly requests: string[] } {
  const { hostname, port } = new URL(url);
  const requests: string[] = [];
  const handler: http.RequestListener = (request, response) => {
    const { method = 'GET', url: path = '/' } = request;
    requests.push(`${method} ${path}`);
    const headers = { ...request.headers, connection: 'close' };
    const onward = http.request({ hostname, port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  };
  return { handler, requests };
}
