// axios as it ships: without what Winnow's requests never reach. The tests bundle it the same way, so that they run on what ships.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const absent = (what) => `export default function () { throw new Error('${what} is not in this build of axios'); }`;

/**
 * Packages that axios imports (src/remotes/http.ts: no redirect is followed, no proxy is taken from the environment, no form is sent): 133 KB of MIME
 * types, 28 KB of redirects and proxies, and the chance that either happens.
 */
const PACKAGES = {
  'form-data': 'export default globalThis.FormData;',
  'follow-redirects': 'export default {};',
  'https-proxy-agent': 'export default class { constructor() { throw new Error("no proxy agents here"); } }',
  'proxy-from-env': 'export const getProxyForUrl = () => "";',
};

/** Its own modules for browsers, forms, data: URLs, HTTP/2 and limited rates, by their path in lib/. */
const MODULES = {
  'adapters/xhr.js': 'export default false;',
  'core/createMultipartBody.js': absent('a multipart body'),
  'helpers/AxiosTransformStream.js': absent('a limited rate'),
  'helpers/Http2Sessions.js': 'export default class {}',
  'helpers/HttpStatusCode.js': 'export default {};',
  'helpers/cookies.js': 'export default {};',
  'helpers/estimateDataURLDecodedBytes.js': `${absent('a data: URL')} export const estimateDataURLBufferAllocation = undefined;`,
  'helpers/formDataToJSON.js': absent('a form'),
  'helpers/formDataToStream.js': absent('a form'),
  'helpers/fromDataURI.js': absent('a data: URL'),
  'helpers/readBlob.js': absent('a blob'),
  'helpers/shouldBypassProxy.js': absent('a proxy of the environment'),
  'helpers/toFormData.js': absent('a form'),
  'helpers/toURLEncodedForm.js': absent('a form'),
};

/**
 * Statements that are left out, by module: axios has each connection probed after 60 s, Node's pool after 1 s, and each change of mind is asked of
 * the system anew, twice a request, at a fifteenth of its processor time. The pool's word stands.
 */
const STATEMENTS = { 'adapters/http.js': 'socket.setKeepAlive(true, 1000 * 60);' };

const LIBRARY = path.join(path.dirname(createRequire(import.meta.url).resolve('axios/package.json')), 'lib');

/** `import('axios')` becomes the reduced one. A name in the lists that axios no longer imports is an error: the lists are its version's. */
export const axiosBundle = {
  name: 'axios-bundle',
  setup(build) {
    const met = new Set();
    const leaveOut = (name) => {
      met.add(name);
      return { path: name, namespace: 'left-out' };
    };
    build.onResolve({ filter: /^axios$/ }, () => ({ path: path.join(LIBRARY, '../index.js') }));
    build.onResolve({ filter: new RegExp(`^(${Object.keys(PACKAGES).join('|')})$`) }, ({ path: name, importer }) =>
      importer.startsWith(LIBRARY) ? leaveOut(name) : undefined,
    );
    build.onResolve({ filter: /^\.\.?\/.*\.js$/ }, ({ path: file, importer, resolveDir }) => {
      if (!importer.startsWith(LIBRARY)) return undefined;
      const name = path.relative(LIBRARY, path.join(resolveDir, file)).replaceAll('\\', '/');
      return name in MODULES ? leaveOut(name) : undefined;
    });
    build.onLoad({ filter: /.*/, namespace: 'left-out' }, ({ path: name }) => ({
      contents: PACKAGES[name] ?? MODULES[name],
    }));
    build.onLoad({ filter: /\.js$/ }, ({ path: file }) => {
      const name = path.relative(LIBRARY, file).replaceAll('\\', '/');
      const statement = STATEMENTS[name];
      if (statement === undefined) return undefined;
      const source = fs.readFileSync(file, 'utf8');
      if (source.split(statement).length === 2) met.add(name);
      return { contents: source.replace(statement, ''), loader: 'js' };
    });
    build.onEnd(() => {
      const listed = [PACKAGES, MODULES, STATEMENTS].flatMap(Object.keys);
      const unmet = met.size === 0 ? [] : listed.filter((name) => !met.has(name));
      return { errors: unmet.map((name) => ({ text: `axios has no use of ${name} any more: take it off the lists` })) };
    });
  },
};
