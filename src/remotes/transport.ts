import type * as http from 'node:http';
import type * as https from 'node:https';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { requestBy, type Route } from './transportRoute';

/** What is known about one request that got no answer; it decides between "not sent" and "in doubt". */
export interface Passage {
  /** The connection stood, so bytes of the request may have arrived. */
  mayHaveArrived: boolean;
  /** The request went over a connection that an earlier one had opened. */
  reusedSocket: boolean;
}

type OnResponse = (response: http.IncomingMessage) => void;

/** The part of axios' `transport` option that is used here. */
export interface Transport {
  readonly request: (options: https.RequestOptions, onResponse: OnResponse) => http.ClientRequest;
}

/** Node's own `request`, watched. Node's functions follow no redirects. */
export function watchedTransport(secure: boolean, passage: Passage, route: Route): Transport {
  return {
    request: (options, onResponse) => {
      const request = requestBy(route, secure, options, onResponse);
      request.once('socket', (socket: Socket | TLSSocket) => {
        passage.reusedSocket = request.reusedSocket;
        watchConnect(socket, secure, request.reusedSocket, passage);
      });
      request.once('upgrade', (_response: unknown, socket: Socket) => refuseUpgrade(request, socket));
      return request;
    },
  };
}

/** Nothing of a request leaves before its connection stands: with TLS that is after the handshake. */
function watchConnect(socket: Socket, secure: boolean, reused: boolean, passage: Passage): void {
  const arrived = (): void => {
    passage.mayHaveArrived = true;
  };
  const shakingHands = secure && 'secureConnecting' in socket && socket.secureConnecting === true;
  if (reused || !(socket.connecting || shakingHands)) arrived();
  else socket.once(secure ? 'secureConnect' : 'connect', arrived);
}

/** Nobody asked to switch protocols. Node would only close the request, without an error, and it would wait for its timeout. */
function refuseUpgrade(request: http.ClientRequest, socket: Socket): void {
  socket.destroy();
  request.emit('error', Object.assign(new Error('unexpected upgrade'), { code: 'HPE_UNEXPECTED_UPGRADE' }));
}
