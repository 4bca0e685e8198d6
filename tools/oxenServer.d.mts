export interface OxenServer {
  readonly url: string;
  /** Empty when the server lets everybody in. */
  readonly token: string;
  readonly version: string;
  stop(): Promise<void>;
}
export interface Seed {
  readonly namespace: string;
  readonly name: string;
  /** Name of the workspace made for the removal. */
  readonly workspace: string;
  readonly folder: string;
  /** Paths relative to `folder`, with slashes. */
  readonly files: readonly string[];
}
export function findOxenServers(): string[];
export function findOxenServer(): string | undefined;
export function canAskForTokens(binary: string): boolean;
export function startOxenServer(binary: string, options?: { readonly auth?: boolean }): Promise<OxenServer>;
export function seedRepository(url: string, seed: Seed): Promise<void>;
export function realFiles(root: string, count: number): string[];
