import type { KnipConfig } from 'knip'

/** The packages and files that a style sheet imports, as imports that knip reads. */
const importsOfCss = (text: string): string =>
  [...text.matchAll(/@import\s+(?:url\()?['"]([^'"]+)['"]/g)].map(([, path]) => `import '${path}'`).join('\n')

const config: KnipConfig = {
  entry: [
    'renderer/main.tsx',
    'host/entry/{desktop,serve,cli,pty-process,*-thread}.ts',
    'central/entry/main.ts',
    'central/web/page/{main.ts,style.css}',
    'electron/main/main.ts',
    'electron/preload/preload.ts',
    'build/report/*-tally.ts',
    'test/support/{built,unpack-chromium}.ts',
    'test/integration/serve-page/main.tsx',
  ],
  project: ['{shared,renderer,host,central,electron,build,test}/**/*.{ts,tsx,mjs,css}'],
  // A type may carry a name for the reader of the signature that uses it; a value that nobody imports may not.
  ignoreExportsUsedInFile: { interface: true, type: true },
  // Our own command, and what the system brings.
  ignoreBinaries: [
    'casebench',
    'docker-compose',
    'dockerd',
    'mkfifo',
    'mount',
    'perl',
    'ssh-keygen',
    'truncate',
    'umount',
    'unshare',
  ],
  compilers: { css: importsOfCss },
}

export default config
