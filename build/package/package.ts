import { build } from 'electron-builder'
import { ensureBuilt } from '../bundle/ensure.ts'
import { requireNode } from '../node-version.ts'
import { repositoryRoot } from '../repository.ts'
import { packageConfig } from './config.ts'

requireNode('npm run package')

await ensureBuilt('renderer', console.log)
await ensureBuilt('programs', console.log)
// Every target of the system that this runs on; each system packs for itself.
const files = await build({ projectDir: repositoryRoot, config: packageConfig })
console.log(`Packed:\n${files.map((file) => `  ${file}`).join('\n')}`)
