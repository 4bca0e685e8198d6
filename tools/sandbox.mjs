// Starts both practice servers on 127.0.0.1, prints one JSON line and serves until it is stopped.
//   npm run sandbox -- [--oxen-port N] [--onedata-port N] [--auth] [--tls] [--scale N]
// --auth    the Oxen server asks for a token, too
// --tls     https with a certificate made now; its PEM is the line's "ca"
// --scale   multiplies the large folder of 5,000 files
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { ROOT } from './steps.mjs';

const { values } = parseArgs({
  options: {
    'oxen-port': { type: 'string', default: '0' },
    'onedata-port': { type: 'string', default: '0' },
    auth: { type: 'boolean', default: false },
    tls: { type: 'boolean', default: false },
    scale: { type: 'string', default: '1' },
  },
});

/** A number of 0 or more, or a complaint and the end. */
function number(name) {
  const value = Number(values[name]);
  if (Number.isFinite(value) && value >= 0) return value;
  process.stderr.write(`--${name} takes a number, not ${values[name]}\n`);
  process.exit(2);
}

/** The bundle that ships, built anew: a tenth of a second, and never an old one. */
async function loadSandbox() {
  const outfile = path.join(ROOT, 'out', 'sandbox', `${process.pid}.cjs`);
  await esbuild.build({
    absWorkingDir: ROOT,
    entryPoints: ['src/sandbox/start.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'warning',
  });
  const loaded = createRequire(import.meta.url)(outfile);
  fs.rmSync(outfile);
  return loaded;
}

/** A certificate for this machine alone. Test equipment: the shipped sandbox speaks http. */
async function makeCertificate() {
  const { generate } = await import('selfsigned');
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
    keySize: 2048,
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  return { key, cert };
}

const ports = { oxenPort: number('oxen-port'), onedataPort: number('onedata-port') };
const scale = number('scale');
const [{ startSandbox }, tls] = await Promise.all([loadSandbox(), values.tls ? makeCertificate() : undefined]);
const sandbox = await startSandbox({ ...ports, scale, auth: values.auth, ...(tls ? { tls } : {}) }).catch((error) => {
  process.stderr.write(`the sandbox did not start: ${error.message}\n`);
  process.exit(1);
});

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void sandbox.stop().then(() => process.exit(0)));
const line = {
  oxen: { url: sandbox.oxen.url, token: sandbox.oxen.token ?? null },
  onedata: sandbox.onedata,
  ca: tls?.cert ?? null,
};
process.stdout.write(`${JSON.stringify(line)}\n`);
