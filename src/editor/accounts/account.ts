/** A server and the token for it. This is everything but the token: that lives in SecretStorage and nowhere else. */
export interface Account {
  /** `[a-z0-9-]+`, the authority of every URI of this account. */
  readonly id: string;
  readonly kind: 'oxen' | 'onedata';
  /** What the tree shows. */
  readonly name: string;
  /** Origin of the server: an oxen-server, a Onezone, or a Oneprovider alone. */
  readonly origin: string;
  /** Onedata only: what answers at `origin`. */
  readonly role?: 'onezone' | 'oneprovider';
  /** Onedata only: provider domains the person has agreed to send the token to. */
  readonly trustedDomains?: readonly string[];
  /** Onedata only: space id → id of the provider that the person chose for it. */
  readonly preferredProviders?: Readonly<Record<string, string>>;
  /** Gone with the window, token included: the sandbox's accounts. */
  readonly memoryOnly: boolean;
}

/** An id that is still free, made from what the person will recognise: host and port. */
export function freeAccountId(origin: string, taken: ReadonlySet<string>): string {
  const base =
    new URL(origin).host
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'account';
  return free(taken, (n) => (n === 1 ? base : `${base}-${n}`));
}

/** A name that no other account has: two on one server, with different rights, must not look alike. */
export function freeAccountName(origin: string, taken: ReadonlySet<string>): string {
  const { host } = new URL(origin);
  return free(taken, (n) => (n === 1 ? host : `${host} (${n})`));
}

/** Whether `freeAccountName` made its name: then it tells the host already. */
export function isNamedByHost({ name, origin }: Account): boolean {
  const { host } = new URL(origin);
  return name === host || name.startsWith(`${host} (`);
}

function free(taken: ReadonlySet<string>, nth: (n: number) => string): string {
  for (let n = 1; ; n++) {
    const candidate = nth(n);
    if (!taken.has(candidate)) return candidate;
  }
}
