import { parseOrigin } from './origin';

/** An address, a token or both that other Onedata tools' environment variables hold. Offered to the person, never used unasked. */
export interface Offer {
  /** The variables it comes from, to be named; the value of a token is never shown. */
  readonly variables: readonly string[];
  readonly origin?: string;
  readonly token?: string;
}

/** Which token belongs to which host: of onedatarestfsspec, of oneclient, and of the command line tools. */
const PAIRS: readonly (readonly [host: string, tokens: readonly string[]])[] = [
  ['ONEDATA_ONEZONE_HOST', ['ONEDATA_TOKEN']],
  ['ONECLIENT_PROVIDER_HOST', ['ONECLIENT_ACCESS_TOKEN']],
  ['ONEPROVIDER_HOST', ['ONECLIENT_ACCESS_TOKEN', 'ONEDATA_TOKEN']],
];
const TOKENS = ['ONEDATA_TOKEN', 'ONECLIENT_ACCESS_TOKEN'];

/** What an environment offers for a new Onedata account: hosts with the token that goes with them, then tokens that go with none. */
export function offersIn(environment: Readonly<Record<string, string | undefined>>): readonly Offer[] {
  const valueOf = (name: string): string | undefined => {
    const value = environment[name]?.trim();
    return value === '' ? undefined : value;
  };
  const withHost = PAIRS.flatMap(([host, tokens]): readonly Offer[] => {
    const parsed = parseOrigin(valueOf(host) ?? '');
    if (!parsed.ok) return [];
    const variable = tokens.find((name) => valueOf(name) !== undefined);
    const token = variable === undefined ? undefined : valueOf(variable);
    return [
      {
        variables: variable === undefined ? [host] : [host, variable],
        origin: parsed.origin,
        ...(token === undefined ? {} : { token }),
      },
    ];
  });
  const used = new Set(withHost.flatMap(({ variables }) => variables));
  const alone = TOKENS.flatMap((name): readonly Offer[] => {
    const token = used.has(name) ? undefined : valueOf(name);
    return token === undefined ? [] : [{ variables: [name], token }];
  });
  return [...withHost, ...alone];
}
