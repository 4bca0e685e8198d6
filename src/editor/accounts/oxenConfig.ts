import * as os from 'node:os';
import * as path from 'node:path';

/** Where the oxen command line keeps its configuration, on every system. */
export function oxenConfigFolder(): string {
  return process.env.OXEN_CONFIG_DIR ?? path.join(os.homedir(), '.config', 'oxen');
}
