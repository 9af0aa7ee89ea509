import { cpSync } from 'node:fs'
import { dirname, join, posix, relative, resolve, sep } from 'node:path'
import type { Plugin } from 'vite'

interface Options {
  /** The repository, whose layout below package.json and dist/ the packaged program keeps. */
  root: string
  outDir: string
}

const ASSET_URL = /new URL\(\s*(['"])(\.[^'"]*)\1\s*,\s*import\.meta\.url\s*\)/g
const IS_SOURCE = /\.m?tsx?$/

const slashed = (path: string): string => path.split(sep).join(posix.sep)

/**
 * Keeps `new URL('./x', import.meta.url)` true after bundling. A source becomes an entry of its own, because
 * that is how a worker thread names its program; what lies in dist/ or is package.json is reached from where the
 * bundle stands; any other file or folder is copied beside the bundle.
 */
export const assetUrls = ({ root, outDir }: Options): Plugin => ({
  name: 'casebench:asset-urls',
  transform: {
    filter: { id: IS_SOURCE, code: 'import.meta.url' },
    handler(code, id) {
      const from = dirname(id.split('?', 1)[0] ?? id)
      const kept = (target: string): string => `new URL('${slashed(target)}', import.meta.url)`
      return code.replaceAll(ASSET_URL, (_whole, _quote, path: string) => {
        const target = resolve(from, path)
        const ending = path.endsWith('/') ? '/' : ''
        if (IS_SOURCE.test(target)) {
          const fileName = `${slashed(relative(root, target)).replaceAll('/', '-').replace(IS_SOURCE, '')}.js`
          this.emitFile({ type: 'chunk', id: target, fileName })
          return kept(`./${fileName}`)
        }
        const inside = slashed(relative(root, target))
        if (inside === 'package.json' || inside === '' || inside.startsWith('dist'))
          return kept(relative(outDir, target) + ending)
        cpSync(target, join(outDir, 'assets', inside), { recursive: true })
        return kept(`./assets/${inside}${ending}`)
      })
    },
  },
})
