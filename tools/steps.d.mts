/** The packaged extension, as tools/package.mjs names it. */
export function packageFile(): string;
