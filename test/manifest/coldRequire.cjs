// Milliseconds to require files in a fresh process that is otherwise like an extension host: all of Node's modules are in use already.
//   node coldRequire.cjs FILE …      prints {"ms", "loaded"}: the time of each, and the names of all files that were loaded
const Module = require('node:module');
const path = require('node:path');

for (const name of Module.builtinModules) {
  if (!/^_|^(sys|punycode|trace_events|wasi|inspector|repl|test)/.test(name)) require(`node:${name}`);
}

/** Stands in for the editor: whatever is read of it, called or constructed while the module loads, is harmless. */
const anything = new Proxy(function () {}, {
  get: (_, key) => (key === Symbol.toPrimitive ? () => '' : key === 'prototype' ? Object.prototype : anything),
  apply: () => anything,
  construct: () => anything,
  getPrototypeOf: () => anything, // a bundle copies the module and keeps its prototype
});
const load = Module._load;
Module._load = (request, ...rest) => (request === 'vscode' ? anything : load(request, ...rest));

const ms = process.argv.slice(2).map((file) => {
  const started = performance.now();
  require(path.resolve(file));
  return performance.now() - started;
});
const loaded = Object.keys(require.cache).filter((file) => file !== __filename);
process.stdout.write(JSON.stringify({ ms, loaded: loaded.map((file) => path.basename(file)) }));
process.exit(0);
