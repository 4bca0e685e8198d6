import * as vscode from 'vscode';
import { createSend } from '../../remotes/http';
import type { Send } from '../../remotes/request';
import type { Output } from '../output';
import type { Account } from './account';

/** Never contains "oxen": an oxen-server refuses such user agents unless they name a client version. */
const USER_AGENT = 'winnow/0.1.0';

/** The wire to one origin, with the token in its one header, and a debug line an exchange. */
export function sendFor(kind: Account['kind'], origin: string, token: string | undefined, output: Output): Send {
  return createSend({
    origin,
    ...(token ? { token: { header: kind === 'oxen' ? 'Authorization' : 'X-Auth-Token', value: token } } : {}),
    userAgent: USER_AGENT,
    allowPlainHttp: plainHttpHosts(),
    viaProxy,
    onExchange: ({ method, path, status, durationMs, serverId, failure }) => {
      const answer = failure ?? status ?? '';
      output.debug(
        `${method} ${origin}${path} → ${answer} in ${Math.round(durationMs)} ms ${serverId ?? ''}`.trimEnd(),
      );
    },
  });
}

/** Hosts the person allows over plain http (loopback always is). */
export function plainHttpHosts(): readonly string[] {
  return vscode.workspace.getConfiguration('winnow').get<readonly string[]>('http.allowPlain', []);
}

/** VS Code copies its whole configuration to answer: too slow to be asked before each of thousands of requests, ms. */
const ASKED_EVERY = 1_000;
let asked: { readonly at: number; readonly viaProxy: boolean } | undefined;

function viaProxy(): boolean {
  const at = performance.now();
  if (asked === undefined || at - asked.at > ASKED_EVERY) asked = { at, viaProxy: goesViaProxy() };
  return asked.viaProxy;
}

/** Whether VS Code would send requests through a proxy: its own setting, or the environment it was started with. */
function goesViaProxy(): boolean {
  const http = vscode.workspace.getConfiguration('http');
  if (http.get<string>('proxySupport') === 'off') return false;
  if (http.get<string>('proxy')) return true;
  const env = process.env;
  return [env.HTTPS_PROXY, env.https_proxy, env.HTTP_PROXY, env.http_proxy].some(Boolean);
}
