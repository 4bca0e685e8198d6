/** A server address as a person types it, made an origin: `hub.oxen.ai`, `localhost:3000`, `https://x.org/`. */
export type ParsedOrigin = { readonly ok: true; readonly origin: string } | { readonly ok: false };

/** Without a scheme: http for this machine, https for everything else. A path, a query or a user name is refused. */
export function parseOrigin(text: string): ParsedOrigin {
  const typed = text.trim();
  const withScheme = /^https?:\/\//i.test(typed) ? typed : `${isLoopbackText(typed) ? 'http' : 'https'}://${typed}`;
  if (!URL.canParse(withScheme)) return { ok: false };
  const url = new URL(withScheme);
  const bare =
    url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '' && url.password === '';
  return bare && url.hostname !== '' ? { ok: true, origin: url.origin } : { ok: false };
}

function isLoopbackText(text: string): boolean {
  return /^(localhost|127\.|0\.0\.0\.0|\[::1\])/i.test(text);
}
