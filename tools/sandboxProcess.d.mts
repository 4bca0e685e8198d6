export interface SandboxProcess {
  /** The start line: one JSON text. */
  readonly line: string;
  readonly oxen: { readonly url: string; readonly token: string | null };
  readonly onedata: { readonly onezone: string; readonly oneprovider: string; readonly token: string };
  /** PEM text, with --tls. */
  readonly ca: string | null;
  stop(): Promise<void>;
}
export function startSandboxProcess(args?: readonly string[]): Promise<SandboxProcess>;
