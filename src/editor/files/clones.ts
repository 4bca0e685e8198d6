import * as path from 'node:path';
import * as vscode from 'vscode';
import { parseCloneConfig, type OxenRemoteUrl } from '../../remotes/oxen/discovery';

/** A local clone of an Oxen repository: where it lies, and what its own configuration says of the server. Offered, never trusted. */
export interface OxenClone {
  /** Absolute path of the folder with `.oxen` in it. */
  readonly root: string;
  readonly repository: OxenRemoteUrl;
  /** Name of the workspace that a clone in remote mode works in. */
  readonly workspace?: string;
}

/** The clone that a folder lies in, found by `.oxen/config.toml` in it or in one above it. */
export async function cloneAbove(folder: string): Promise<OxenClone | undefined> {
  for (let root = folder; ; root = path.dirname(root)) {
    const clone = await cloneAt(root);
    if (clone || path.dirname(root) === root) return clone;
  }
}

async function cloneAt(root: string): Promise<OxenClone | undefined> {
  const text = await readText(path.join(root, '.oxen', 'config.toml'));
  const config = text === undefined ? undefined : parseCloneConfig(text);
  if (!config?.current) return undefined;
  return {
    root,
    repository: config.current,
    ...(config.workspace === undefined ? {} : { workspace: config.workspace }),
  };
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.file(file)));
  } catch {
    return undefined;
  }
}
