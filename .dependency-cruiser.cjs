/** The import table of src/README.md, held by a tool: which folder may import which, type imports included. */
const table = {
  model: [],
  plan: ['model'],
  audio: ['model'],
  synth: ['model', 'audio'],
  media: ['model', 'audio'],
  speech: ['model', 'audio', 'media'],
  render: ['model', 'plan', 'audio', 'synth', 'media'],
  studio: ['model', 'plan', 'audio', 'synth', 'media', 'speech', 'render'],
  cli: ['studio', 'model'],
};

const rows = Object.entries(table).map(([folder, allowed]) => ({
  name: `${folder}-imports`,
  comment: `src/${folder} may import: ${allowed.join(', ') || 'nothing of ours'}`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: { path: '^(src|electron|renderer|tests)/', pathNot: [folder, ...allowed].map((name) => `^src/${name}/`) },
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
    enhancedResolveOptions: { extensions: ['.ts', '.mjs', '.js', '.json'] },
  },
};
