import { IncomingMessage, ServerResponse, type RequestListener } from 'node:http';
import { Socket } from 'node:net';
import { Duplex } from 'node:stream';

/** A request that can be run again, or for the first time after its client has gone. */
export interface RecordedRequest {
  readonly method: string;
  /** Path and query as sent. */
  readonly url: string;
  /** Name, value, name, value…, as sent. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

/** Reads a request to its end; undefined when the client went away before. */
export async function bodyOf(req: IncomingMessage): Promise<RecordedRequest | undefined> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of req) chunks.push(chunk as Buffer);
  } catch {
    return undefined;
  }
  return { method: req.method ?? 'GET', url: req.url ?? '/', rawHeaders: req.rawHeaders, body: Buffer.concat(chunks) };
}

/** The same request with another body. */
export function replayed(request: RecordedRequest, body: Buffer): RecordedRequest {
  return { ...request, body };
}

/** Runs a handler against no client and resolves to the answer's bytes as they would have gone over the wire. */
export function answerOf(handler: RequestListener, request: RecordedRequest): Promise<Buffer> {
  const req = requestOf(request);
  const res = new ServerResponse(req);
  // The bytes are judged as they are: kept-alive connections and chunks would only blur where an answer ends.
  res.shouldKeepAlive = false;
  const sink = new Sink();
  res.assignSocket(sink as unknown as Socket);
  const finished = new Promise<Buffer>((resolve) => {
    res.once('finish', () => {
      res.detachSocket(sink as unknown as Socket);
      resolve(Buffer.concat(sink.written));
    });
  });
  handler(req, res);
  return finished;
}

/** The recorded request as a handler wants it. */
export function requestOf(request: RecordedRequest): IncomingMessage {
  const req = new IncomingMessage(new Socket());
  req.method = request.method;
  req.url = request.url;
  req.httpVersion = '1.1';
  req.httpVersionMajor = 1;
  req.httpVersionMinor = 1;
  for (let i = 0; i + 1 < request.rawHeaders.length; i += 2) {
    const name = request.rawHeaders[i] ?? '';
    const length = name.toLowerCase() === 'content-length';
    const value = length ? String(request.body.length) : (request.rawHeaders[i + 1] ?? '');
    req.rawHeaders.push(name, value);
    req.headers[name.toLowerCase()] = value;
  }
  req.push(request.body.length > 0 ? request.body : null);
  if (request.body.length > 0) req.push(null);
  req.complete = true;
  return req;
}

/** Where the answer to nobody goes. */
class Sink extends Duplex {
  readonly written: Buffer[] = [];

  override _read(): void {
    // Nothing ever comes from a client that is not there.
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.written.push(chunk);
    done();
  }
}
