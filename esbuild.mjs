// Builds what ships into dist/, and with --test the suite that runs inside the extension host into out/test/.
//   node esbuild.mjs [--production] [--test] [--watch]
import fs from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { axiosBundle } from './tools/axiosBundle.mjs';
import { filesBelow } from './tools/steps.mjs';

const production = process.argv.includes('--production');

/**
 * Three files are loaded only when they are needed, so that activation reads none of them: the parts of the extension at the first
 * question, axios at the first request, the sandbox when a person asks for it. `import()` or `require()` of them stays one, of the file beside
 * the bundle; a static import is a mistake.
 */
const lazyFiles = {
  name: 'lazy-files',
  setup(build) {
    const lazily = (file) => (args) =>
      args.kind === 'entry-point'
        ? undefined
        : ['dynamic-import', 'require-call'].includes(args.kind)
          ? { path: file, external: true }
          : { errors: [{ text: `"${args.path}" is a file of its own: load it with import(), not statically` }] };
    build.onResolve({ filter: /^axios$/ }, lazily('./axios.js'));
    build.onResolve({ filter: /\/editor\/parts(\.[jt]s)?$/ }, lazily('./parts.js'));
    build.onResolve({ filter: /\/sandbox\/start(\.[jt]s)?$/ }, lazily('./sandbox.js'));
  },
};

/**
 * `import * as vscode` as plain constants, read once: esbuild's own way copies the whole API object again for each of 70 modules, which
 * costs more than all the rest of loading.
 */
const vscodeOnce = {
  name: 'vscode-once',
  setup(build) {
    build.onResolve({ filter: /^vscode$/ }, ({ namespace }) =>
      namespace === 'vscode' ? { path: 'vscode', external: true } : { path: 'vscode', namespace: 'vscode' },
    );
    build.onLoad({ filter: /.*/, namespace: 'vscode' }, () => {
      const sources = filesBelow('src', '.ts').map((file) => fs.readFileSync(file, 'utf8'));
      const names = new Set(sources.flatMap((text) => [...text.matchAll(/\bvscode\.(\w+)/g)].map(([, name]) => name)));
      const constants = [...names]
        .sort()
        .map((name) => `export const ${name} = /* @__PURE__ */ (() => api.${name})();`);
      return { contents: [`const api = require('vscode');`, ...constants].join('\n') };
    });
  },
};

const common = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  logLevel: 'warning',
  legalComments: 'none', // their licences are in THIRD-PARTY.txt
  charset: 'utf8',
  minify: production,
  metafile: true,
  // Production maps carry no link: they stay beside the bundles on this machine and out of the .vsix.
  sourcemap: production ? 'external' : 'linked',
};

const inTheHost = {
  ...common,
  plugins: [vscodeOnce, lazyFiles],
  // In the extension host a CommonJS file comes by require: import() would wrap its exports once more.
  supported: { 'dynamic-import': false },
};

const bundles = [
  { ...inTheHost, entryPoints: ['src/extension.ts'], outfile: 'dist/extension.js' },
  { ...inTheHost, entryPoints: ['src/editor/parts.ts'], outfile: 'dist/parts.js' },
  {
    ...common,
    stdin: { contents: "export { default } from 'axios';", resolveDir: '.', sourcefile: 'axios-entry.js' },
    outfile: 'dist/axios.js',
    plugins: [axiosBundle],
  },
  {
    ...common,
    entryPoints: ['src/sandbox/start.ts'],
    outfile: 'dist/sandbox.js',
    // Its data lies beside it and is read when the sandbox starts.
    loader: { '.json': 'copy' },
    assetNames: 'sandbox-[name]',
  },
];

const hostSuite = {
  ...common,
  entryPoints: ['test/host/index.ts', ...filesBelow('test/host', '.test.ts')],
  outdir: 'out/test', // flat: the suite loads the *.test.js that lie beside its index.js
  entryNames: '[name]',
  minify: false,
  sourcemap: 'linked',
  // VS Code's own prepareStackTrace defeats --enable-source-maps.
  banner: { js: "require('source-map-support').install({ environment: 'node' });" },
  plugins: [axiosBundle],
  packages: 'external', // found in node_modules by the extension host
  external: ['vscode'],
  supported: { 'dynamic-import': false },
};

/** A package's licence file; some keep the text in the last section of their README instead. */
function licenceIn(folder) {
  const textOf = (name) => {
    const file = fs.readdirSync(folder).find((entry) => name.test(entry));
    return file ? fs.readFileSync(path.join(folder, file), 'utf8') : '';
  };
  const text = textOf(/^licen[cs]e/i) || textOf(/^readme/i).split(/^#+ *licen[cs]e *$|^licen[cs]e\n-+$/im)[1];
  if (!text) throw new Error(`${folder} comes without the text of its licence`);
  return text.trim();
}

/** Name and licence text of every npm package that has code in a bundle. */
function thirdParty(results) {
  const inputs = results.flatMap((result) => Object.keys(result.metafile.inputs));
  const folders = new Set(inputs.map((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]).filter(Boolean));
  const notices = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
    return `${name} ${version} (${license})\n\n${licenceIn(folder)}\n`;
  });
  return `Winnow contains code of these packages.\n\n${notices.join(`\n${'-'.repeat(80)}\n\n`)}`;
}

const wanted = [...bundles, ...(process.argv.includes('--test') ? [hostSuite] : [])];
if (process.argv.includes('--watch')) {
  const contexts = await Promise.all(wanted.map((options) => esbuild.context({ ...options, logLevel: 'info' })));
  await Promise.all(contexts.map((context) => context.watch()));
} else {
  fs.rmSync('out/test', { recursive: true, force: true });
  const results = await Promise.all(wanted.map((options) => esbuild.build(options))).catch(() => process.exit(1));
  fs.writeFileSync('dist/THIRD-PARTY.txt', thirdParty(results.slice(0, bundles.length)));
}
