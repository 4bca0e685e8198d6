/** What changed between Oneprovider releases, as far as a client can see it. Sources: the changelogs cited in each line. */
export interface Features {
  /** `POST …/tokens/infer_access_token_scope`, `dirId`/`trashDirId`/`archivesDirId`, listing spaces with a data-confined token (21.02.4). */
  readonly scopeInference: boolean;
  /** Deletion by path reports its failures; before 21.02.4 every refusal became 204 (VFS-11280). */
  readonly honestDelete: boolean;
  /** `attributes=` with camelCase names (21.02.5, VFS-10910). Before: `attribute=`, snake_case. */
  readonly camelCaseAttributes: boolean;
  /** `creationTime`, and the database circuit breaker (21.02.8). */
  readonly creationTime: boolean;
  /** Errors carry `ctx`, statistics have new series names, scopes name storages (25.0). */
  readonly release25: boolean;
}

export function featuresOf(version: string): Features {
  return {
    scopeInference: isAtLeast(version, '21.02.4'),
    honestDelete: isAtLeast(version, '21.02.4'),
    camelCaseAttributes: isAtLeast(version, '21.02.5'),
    creationTime: isAtLeast(version, '21.02.8'),
    release25: isAtLeast(version, '25.0'),
  };
}

function isAtLeast(version: string, minimum: string): boolean {
  const have = version.split('.').map(Number);
  const want = minimum.split('.').map(Number);
  for (let i = 0; i < want.length; i++) {
    const difference = (have[i] ?? 0) - (want[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}
