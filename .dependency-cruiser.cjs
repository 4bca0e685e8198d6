/** The import directions of ARCHITECTURE.md, "The house". */
const only = (name, comment, from, ...allowed) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { pathNot: [from, ...allowed] },
});
const LIBRARIES = '^node_modules/';
module.exports = {
  forbidden: [
    only(
      'removal-is-pure',
      'The domain imports nothing outside its folder: no vscode, no node:, no axios.',
      '^src/removal/',
    ),
    {
      name: 'remotes-never-see-the-editor',
      comment: 'Clients talk to servers; they know the domain and nothing of the editor or the sandbox.',
      severity: 'error',
      from: { path: '^src/remotes/' },
      to: { path: ['^src/(editor|sandbox)/', '^src/extension\\.ts$', '^vscode$', 'node_modules/@types/vscode'] },
    },
    {
      name: 'axios-only-in-http',
      comment: 'One place knows axios.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/remotes/http\\.ts$' },
      to: { path: '(^|/)axios' },
    },
    {
      name: 'one-server-knows-not-the-other',
      severity: 'error',
      from: { path: '^src/remotes/oxen/' },
      to: { path: '^src/remotes/onedata/' },
    },
    {
      name: 'one-server-knows-not-the-other-2',
      severity: 'error',
      from: { path: '^src/remotes/onedata/' },
      to: { path: '^src/remotes/oxen/' },
    },
    {
      name: 'sandbox-stands-alone',
      comment: 'The practice servers are an independent witness: they share no code with the clients they test.',
      severity: 'error',
      from: { path: '^src/sandbox/' },
      to: { path: ['^src/(?!sandbox/)', '^test/', '^vscode$', 'node_modules/'] },
    },
    {
      name: 'sandbox-only-when-asked-for',
      comment: 'Nothing in the extension imports the sandbox statically: it is a bundle of its own.',
      severity: 'error',
      from: { path: '^src/(?!sandbox/)' },
      to: { path: '^src/sandbox/', dynamic: false, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'editor-is-the-outermost',
      severity: 'error',
      from: { path: '^src/(?!editor/|extension\\.ts)' },
      to: { path: '^src/editor/' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-test-code-in-the-product',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^test/' },
    },
  ],
  options: {
    doNotFollow: { path: LIBRARIES },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { conditionNames: ['import', 'require', 'node', 'default'] },
  },
};
