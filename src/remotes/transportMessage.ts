import type { ApiRequest } from './request';

/** The one secret and where it goes. `value` is the bare token; `Authorization` carries it as `Bearer …`. */
export interface Token {
  readonly header: 'Authorization' | 'X-Auth-Token';
  readonly value: string;
}

/** A token that a header can carry. axios drops other characters: the server would see another token and say "wrong". */
export function isUsable(token: Token): boolean {
  return /^[\x21-\x7e]+$/.test(token.value);
}

/** Headers exactly as sent; `false` keeps axios from adding its own. */
export function headersOf(
  request: ApiRequest<unknown>,
  userAgent: string,
  token: Token | undefined,
): Record<string, string | false> {
  return {
    Accept: 'application/json, */*;q=0.5',
    ...request.headers,
    'User-Agent': userAgent,
    // VS Code drops the agent of an extension's request and sends `Connection: close` unless this header says otherwise
    // (microsoft/vscode#173861): without it each request pays a TLS handshake and 20 ms of certificate parsing.
    Connection: 'keep-alive',
    // Left alone, axios would call an empty POST a form. oxen-server takes exactly `application/json`, no charset.
    'Content-Type': typeOf(request) ?? false,
    ...(token ? { [token.header]: token.header === 'Authorization' ? `Bearer ${token.value}` : token.value } : {}),
  };
}

function typeOf({ body }: ApiRequest<unknown>): string | undefined {
  return body && ('json' in body ? 'application/json' : body.type);
}

/** The body's bytes, untouched by axios. */
export function bodyOf({ body }: ApiRequest<unknown>): Buffer | undefined {
  if (!body) return undefined;
  if ('json' in body) return Buffer.from(JSON.stringify(body.json));
  return Buffer.from(body.bytes.buffer, body.bytes.byteOffset, body.bytes.byteLength);
}
