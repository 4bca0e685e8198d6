// Median milliseconds to require the extension's entry, and an empty module, each from a file never seen before, in turns in one process.
//   node coldRequire.cjs FOLDER        FOLDER holds extension.js; prints {"entry", "empty", "loaded"}
const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');

const ROUNDS = 21;
const folder = process.argv[2];

// An extension host has all of Node's modules in use long before an extension loads.
for (const name of Module.builtinModules)
  if (!/^_|^(sys|punycode|trace_events|wasi|inspector|repl|test)/.test(name)) require(`node:${name}`);

/** Stands in for the editor: whatever is read of it, called or constructed while the module loads, is harmless. */
const anything = new Proxy(function () {}, {
  get: (_, key) => (key === Symbol.toPrimitive ? () => '' : anything),
  apply: () => anything,
  construct: () => anything,
});
const load = Module._load;
Module._load = (request, ...rest) => (request === 'vscode' ? anything : load(request, ...rest));

const source = fs.readFileSync(path.join(folder, 'extension.js'));
function time(name, content) {
  const file = path.join(folder, name);
  fs.writeFileSync(file, content);
  const started = performance.now();
  require(file);
  return performance.now() - started;
}
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

const entry = [];
const empty = [];
for (let round = 0; round < ROUNDS; round++) {
  empty.push(time(`empty-${round}.js`, `module.exports = ${round};`));
  entry.push(time(`extension-${round}.js`, Buffer.concat([source, Buffer.from(`//${round}`)])));
}
const loaded = new Set(Object.keys(require.cache).map((file) => path.basename(file).replace(/-\d+/, '')));
loaded.delete('empty.js');
loaded.delete(path.basename(__filename));
process.stdout.write(JSON.stringify({ entry: median(entry), empty: median(empty), loaded: [...loaded].sort() }));
