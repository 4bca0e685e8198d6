export interface OxenProbe {
  repositories(): Promise<{ namespace: string; name: string }[]>;
  workspaces(namespace: string, name: string): Promise<{ id: string; name: string | null; commit: string }[]>;
  staged(namespace: string, name: string, workspace: string): Promise<string[]>;
  files(namespace: string, name: string, revision: string, folder?: string): Promise<string[]>;
}
export interface OnedataProbe {
  spaces(): Promise<{ id: string; name: string }[]>;
  names(space: string, folder?: string): Promise<string[]>;
}
export function oxenProbe(server: { readonly url: string; readonly token?: string | null }): OxenProbe;
export function onedataProbe(server: { readonly oneprovider: string; readonly token: string }): OnedataProbe;
