/** The import table of src/README.md, held by a tool: which folder may import which, type imports included. */
const table = {
  model: [],
  plan: ['model'],
  audio: ['model'],
  contract: ['model'],
  synth: ['model', 'audio'],
  media: ['model', 'audio'],
  library: ['model', 'audio', 'media'],
  speech: ['model', 'audio', 'media'],
  render: ['model', 'plan', 'audio', 'synth', 'media'],
  session: ['model', 'plan', 'audio', 'synth', 'media'],
  studio: ['model', 'plan', 'audio', 'contract', 'synth', 'media', 'library', 'speech', 'render', 'session'],
  server: ['studio', 'contract', 'model'],
  cli: ['studio', 'contract', 'model', 'server'],
};

const rows = Object.entries(table).map(([folder, allowed]) => ({
  name: `${folder}-imports`,
  comment: `src/${folder} may import: ${allowed.join(', ') || 'nothing of ours'}`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: { path: '^(src|electron|renderer|tests)/', pathNot: [folder, ...allowed].map((name) => `^src/${name}/`) },
}));

/** The two hosts' own folders beside src. */
const hosts = [
  ['electron', ['studio', 'contract', 'model']],
  ['renderer', ['contract', 'model', 'plan', 'audio']],
].map(([folder, allowed]) => ({
  name: `${folder}-imports`,
  comment: `${folder} may import: ${allowed.join(', ')}, by their faces`,
  severity: 'error',
  from: { path: `^${folder}/` },
  to: {
    path: '^(src|electron|renderer|tests)/',
    pathNot: [`^${folder}/`, ...allowed.map((name) => `^src/${name}/index\\.ts$`)],
  },
}));

const faces = Object.keys(table).map((folder) => ({
  name: `${folder}-face`,
  comment: `Outside src/${folder}, only its index.ts is imported`,
  severity: 'error',
  from: { path: '^src/', pathNot: `^src/${folder}/` },
  to: { path: `^src/${folder}/`, pathNot: `^src/${folder}/index\\.ts$` },
}));

module.exports = {
  forbidden: [
    ...rows,
    ...hosts,
    ...faces,
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-host-in-src',
      comment: 'The core runs without Electron, React or the DOM',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: ['^electron$', 'node_modules/(electron|react|react-dom)/'] },
    },
    {
      name: 'pure-stays-pure',
      comment: 'model, plan, audio and synth never touch Node',
      severity: 'error',
      from: { path: '^src/(model|plan|audio|synth)/' },
      to: { dependencyTypes: ['core'] },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|demo-out)/' },
    tsConfig: { fileName: 'tsconfig.node.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'] },
  },
};
