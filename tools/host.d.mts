import type { Browser } from 'playwright-core';

export interface EditorServer {
  readonly url: string;
  /** `127.0.0.1:PORT` */
  readonly host: string;
  readonly pid: number;
  readonly logFile: string;
  stop(): Promise<void>;
}
export interface ServerOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly testDriver?: boolean;
  readonly port?: number;
}
export function makeProfile(settings?: Readonly<Record<string, unknown>>): string;
export function installExtension(profile: string, vsix: string): Promise<void>;
export function startServer(profile: string, options?: ServerOptions): Promise<EditorServer>;
export function launchBrowser(): Promise<Browser>;
