/** The packaged extension, as tools/package.mjs names it. */
export function packageFile(): string;
/** A port of this machine that nobody listens on at the moment. */
export function freePort(): Promise<number>;
