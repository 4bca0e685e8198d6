// The tour behind `npm start -- --tour`: test/e2e/tour/tour.ts, bundled and run.
import { createRequire } from 'node:module';
import { bundleTests } from './bundle.mjs';
import { ROOT } from './steps.mjs';

/** { pictures, oxenServer } → true when every step was as expected. */
export async function runTour(options) {
  process.chdir(ROOT);
  const [bundle] = await bundleTests(['test/e2e/tour/tour.ts']);
  return createRequire(import.meta.url)(bundle).runTour(options);
}
