import { parse, type TomlTable, type TomlValue } from 'smol-toml';

/** `auth_config.toml` (`$OXEN_CONFIG_DIR`, else `~/.config/oxen`): hosts as `oxen config --auth` wrote them, with or without a port. */
export interface OxenAuthConfig {
  readonly hosts: readonly { readonly host: string; readonly token?: string }[];
}

/** `user_config.toml`: who commits. */
export interface OxenUserConfig {
  readonly name?: string;
  readonly email?: string;
}

export interface OxenRemoteUrl {
  /** The remote's name in the clone, mostly `origin`. */
  readonly remote: string;
  readonly origin: string;
  readonly namespace: string;
  readonly repository: string;
}

/** `.oxen/config.toml` of a local clone. */
export interface OxenCloneConfig {
  readonly remotes: readonly OxenRemoteUrl[];
  /** The current one: `remote_name`, else the first. */
  readonly current?: OxenRemoteUrl;
  /** Name of the current workspace of a remote-mode clone (`branch: uuid`). */
  readonly workspace?: string;
}

/** Undefined when the text is no TOML. Unknown keys are ignored, and so are entries without a host. */
export function parseAuthConfig(text: string): OxenAuthConfig | undefined {
  const table = parseToml(text);
  if (table === undefined) return undefined;
  const hosts = tablesOf(table.host_configs).flatMap((entry) => {
    const host = textOf(entry.host);
    const token = textOf(entry.auth_token);
    return host === undefined ? [] : [{ host, ...(token === undefined ? {} : { token }) }];
  });
  return { hosts };
}

export function parseUserConfig(text: string): OxenUserConfig | undefined {
  const table = parseToml(text);
  if (table === undefined) return undefined;
  const name = textOf(table.name);
  const email = textOf(table.email);
  return { ...(name === undefined ? {} : { name }), ...(email === undefined ? {} : { email }) };
}

/** Remotes whose URL is no `http(s)://host/namespace/repository` are left out. */
export function parseCloneConfig(text: string): OxenCloneConfig | undefined {
  const table = parseToml(text);
  if (table === undefined) return undefined;
  const remotes = tablesOf(table.remotes).flatMap((entry) => {
    const remote = textOf(entry.name);
    const url = parseRemoteUrl(textOf(entry.url) ?? '');
    return remote === undefined || url === undefined ? [] : [{ remote, ...url }];
  });
  const chosen = textOf(table.remote_name);
  const current = remotes.find(({ remote }) => remote === chosen) ?? remotes[0];
  const workspace = table.remote_mode === true ? textOf(table.workspace_name) : undefined;
  return {
    remotes,
    ...(current === undefined ? {} : { current }),
    ...(workspace === undefined ? {} : { workspace }),
  };
}

/** `scheme://host[:port]/namespace/repository`, names decoded. */
export function parseRemoteUrl(text: string): Omit<OxenRemoteUrl, 'remote'> | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const [namespace, repository, ...more] = url.pathname.split('/').filter((name) => name !== '');
  if (!/^https?:$/.test(url.protocol) || namespace === undefined || repository === undefined || more.length > 0) {
    return undefined;
  }
  const names = [namespace, repository].map(decoded);
  const [first, second] = names;
  return first === undefined || second === undefined
    ? undefined
    : { origin: url.origin, namespace: first, repository: second };
}

/**
 * The token the Oxen CLI has for a URL: by `host:port`, then by `host` (`oxen config --auth URL TOKEN` drops the port; the CLI itself then
 * does not find it). Undefined when there is none.
 */
export function tokenFor(url: string, { hosts }: OxenAuthConfig): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { host, hostname } = new URL(url);
  for (const wanted of [host, hostname]) {
    const found = hosts.find((entry) => entry.host.toLowerCase() === wanted && entry.token !== undefined);
    if (found?.token !== undefined) return found.token;
  }
  return undefined;
}

function decoded(name: string): string | undefined {
  try {
    return decodeURIComponent(name);
  } catch {
    return undefined;
  }
}

function parseToml(text: string): TomlTable | undefined {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

function textOf(value: TomlValue | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function tablesOf(value: TomlValue | undefined): readonly TomlTable[] {
  return Array.isArray(value) ? value.filter(isTable) : [];
}

function isTable(value: TomlValue): value is TomlTable {
  return typeof value === 'object' && !Array.isArray(value) && !(value instanceof Date);
}
