import { format } from 'node:util';

/**
 * A line in the test report. Everything an extension host prints ends up in the workbench's log; tools/runHost.mjs shows only the lines
 * that start with this mark.
 */
export function report(...args: unknown[]): void {
  // eslint-disable-next-line no-console -- the one way out of an extension host
  console.log((process.env.WINNOW_TEST_MARK ?? '') + format(...args));
}
