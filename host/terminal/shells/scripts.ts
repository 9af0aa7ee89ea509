import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

// A literal URL, because the bundler copies exactly what such a URL names.
const source = fileURLToPath(new URL('./scripts/', import.meta.url))

/** Where each script lies in the folder that shells read from. zsh looks for its own name. */
const places = {
  'bash.sh': 'bash.sh',
  'zshenv.zsh': 'zsh/.zshenv',
  'fish.fish': 'fish.fish',
  'pwsh.ps1': 'pwsh.ps1',
  'wrap.sh': 'wrap.sh',
} as const

/**
 * Writes the scripts that make shells mark their commands into `folder`, which only its owner may read. They are read
 * there and not where the program lies, because no shell can look into the archive of a packed program.
 */
export const writeScripts = async (folder: string): Promise<void> => {
  await mkdir(join(folder, 'zsh'), { recursive: true, mode: 0o700 })
  for (const [name, place] of Object.entries(places)) await put(join(folder, place), await script(name))
  const start = remoteStart({
    bash_script: await script('bash.sh'),
    zsh_script: await script('zshenv.zsh'),
    fish_script: await script('fish.fish'),
    s: await script('remote.sh'),
  })
  await put(join(folder, 'remote-start'), start)
  await put(join(folder, 'remote-command'), `exec sh -c '${start}' sh`)
}

const script = (name: string): Promise<string> => readFile(join(source, name), 'utf8')

/** Whole or not at all, as a shell may be reading it. */
const put = async (path: string, text: string): Promise<void> => {
  await writeFile(`${path}.new`, text, { mode: 0o600 })
  await rename(`${path}.new`, path)
}

/**
 * What a POSIX shell elsewhere has to run, without a character that any login shell reads differently inside of single
 * quotes. Where there is no base64 it goes on to the plain shell.
 */
const remoteStart = ({ s, ...scripts }: Record<string, string> & { s: string }): string => {
  const plain = `case $0 in sh|-sh|*/sh) exec "\${SHELL:-/bin/sh}" -l;; *) exec "$0";; esac`
  return [
    Object.entries(scripts)
      .map(([name, text]) => `${name}=${base64(text)}`)
      .join(' '),
    `s=$(echo ${base64(s)} | base64 -d 2>/dev/null) && [ -n "$s" ] && eval "$s"`,
    plain,
  ].join('; ')
}

/** Without comments and indents, which only cost time on a slow line. */
const base64 = (text: string): string =>
  Buffer.from(text.replaceAll(/^\s*(#.*)?\n/gm, '').replaceAll(/^ +/gm, '')).toString('base64')
