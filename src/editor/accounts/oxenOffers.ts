import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { parseAuthConfig, parseCloneConfig, tokenFor, type OxenCloneConfig } from '../../remotes/oxen/discovery';
import { oxenConfigFolder } from './oxenConfig';
import { parseOrigin } from './origin';

/** A clone of a repository that lies in or above a folder that is open. */
export interface OfferedClone {
  /** Name of the folder with `.oxen` in it. */
  readonly folder: string;
  readonly namespace: string;
  readonly repository: string;
  /** Name of the workspace that the clone works in. */
  readonly workspace?: string;
}

/** A server the person already has to do with. Nothing is sent there, and the token is not used, before this offer was chosen. */
export interface OxenOffer {
  readonly origin: string;
  readonly clone?: OfferedClone;
  /** From `auth_config.toml` alone: a repository's own files never bring a token along. */
  readonly token?: string;
}

/** A configuration file is never larger, bytes. */
const LARGEST = 1 << 20;

/** Clones first, then the other hosts of `auth_config.toml`. `folders`: those whose content may be believed. Reads files alone. */
export async function oxenOffers(folders: readonly string[]): Promise<readonly OxenOffer[]> {
  const auth = parseAuthConfig(await readSmall(path.join(oxenConfigFolder(), 'auth_config.toml'))) ?? { hosts: [] };
  const offers = new Map<string, OxenOffer>();
  const add = (origin: string, clone?: OfferedClone): void => {
    const token = tokenFor(origin, auth);
    const key = `${origin}\0${clone ? `${clone.namespace}/${clone.repository}` : ''}`;
    if (offers.has(key)) return;
    offers.set(key, { origin, ...(clone ? { clone } : {}), ...(token === undefined ? {} : { token }) });
  };
  for (const folder of folders) {
    const found = await findClone(folder);
    if (!found) continue;
    const { remotes, current, workspace } = found.config;
    for (const remote of current ? [current, ...remotes.filter((one) => one !== current)] : remotes) {
      const { origin, namespace, repository } = remote;
      const works = workspace !== undefined && remote === current ? { workspace } : {};
      add(origin, { folder: path.basename(found.folder), namespace, repository, ...works });
    }
  }
  const cloned = new Set([...offers.values()].map(({ origin }) => origin));
  for (const { host } of auth.hosts) {
    const parsed = parseOrigin(host);
    if (parsed.ok && !cloned.has(parsed.origin)) add(parsed.origin);
  }
  return [...offers.values()];
}

/** The nearest clone at or above a folder. */
async function findClone(
  start: string,
): Promise<{ readonly folder: string; readonly config: OxenCloneConfig } | undefined> {
  for (let folder = path.resolve(start); ; folder = path.dirname(folder)) {
    const config = parseCloneConfig(await readSmall(path.join(folder, '.oxen', 'config.toml')));
    if (config && config.remotes.length > 0) return { folder, config };
    if (path.dirname(folder) === folder) return undefined;
  }
}

async function readSmall(file: string): Promise<string> {
  try {
    const { size } = await fs.stat(file);
    return size > LARGEST ? '' : await fs.readFile(file, 'utf8');
  } catch {
    return '';
  }
}
