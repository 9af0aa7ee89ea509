import type { Configuration } from 'electron-builder'

/** A value that electron-builder fills in while it packs. */
const filled = (name: string): string => `$\{${name}}`

const platform = `${filled('platform')}-${filled('arch')}`

/** What goes along of each package that brings a binary, and of what these packages need: nothing to build them with. */
const packages = [
  `better-sqlite3/{package.json,LICENSE,lib/**,prebuilds/${platform}.node}`,
  'node-pty/{package.json,LICENSE,*.js,shared/**,worker/**}',
  `@lydell/node-pty-${platform}/**`,
  '@parcel/watcher/*.{json,js}',
  `@parcel/watcher-${platform}{,-glibc,-musl}/**`,
  '{detect-libc,is-glob,is-extglob,picomatch}/**/*.{json,js}',
  '@vscode/ripgrep/{package.json,lib/*.js}',
  `@vscode/ripgrep-${platform}/**`,
]

/** How the desktop program is packed. The renderer, the host and the shell arrive bundled. */
export const packageConfig: Configuration = {
  appId: 'org.casebench.desktop',
  productName: 'Casebench',
  copyright: 'Copyright © The Casebench authors, Apache-2.0',
  directories: { buildResources: 'build/package', output: 'dist/package' },
  artifactName: `${['name', 'version', 'os', 'arch'].map(filled).join('-')}.${filled('ext')}`,
  files: [
    'package.json',
    'LICENSE',
    'dist/host/**',
    'dist/electron/**',
    'dist/renderer/**',
    '!**/node_modules/**',
    ...packages.map((files) => `node_modules/${files}`),
  ],
  extraMetadata: { homepage: 'https://casebench.example' },
  publish: null,
  asar: true,
  // The system loads and starts only what lies beside the archive.
  asarUnpack: ['**/*.node', '**/ripgrep-*/bin/*', '**/node-pty-*/**'],
  // The binary speaks Node-API, so the one from its package serves Electron as it stands.
  npmRebuild: false,
  electronLanguages: ['en-US'],
  electronFuses: {
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableCookieEncryption: true,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    grantFileProtocolExtraPrivileges: false,
  },
  linux: {
    target: ['AppImage', 'deb', 'rpm', 'tar.gz'],
    category: 'Development',
    icon: 'build/package/icon.png',
    maintainer: 'The Casebench authors <authors@casebench.example>',
    synopsis: 'An offline workbench for support engineers',
  },
  mac: {
    target: ['dmg', 'zip'],
    category: 'public.app-category.developer-tools',
    icon: 'build/package/icon.png',
    hardenedRuntime: true,
  },
  win: { target: ['nsis', 'zip'], icon: 'build/package/icon.png' },
  nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true },
}
