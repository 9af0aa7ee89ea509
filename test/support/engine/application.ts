import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { repositoryRoot } from '../../../build/repository.ts'
import { productImage } from './images.ts'

/** The source of one of the applications that the problems of the tests are in. */
export const sourceOf = (name: string): string =>
  readFileSync(join(repositoryRoot, 'test/support/engine/applications', `${name}.java`), 'utf8')

/** Compiles a servlet into a folder of web applications, with the compiler of the image's own Java. */
export const compileServlet = async (folder: string, name: string, source: string): Promise<void> => {
  const inside = join(folder, 'ROOT/WEB-INF')
  mkdirSync(inside, { recursive: true })
  writeFileSync(join(inside, `${name}.java`), source)
  const compiler = ['java', '-m', 'jdk.compiler/com.sun.tools.javac.Main', '-d', 'classes']
  inTomcat(await productImage('tomcat'), inside, [
    ...compiler,
    ...['-cp', '/usr/local/tomcat/lib/servlet-api.jar', `${name}.java`],
  ])
}

/** Puts the PostgreSQL driver of Debian into a folder. */
export const putDriver = async (folder: string): Promise<void> => {
  mkdirSync(folder, { recursive: true })
  inTomcat(await productImage('tomcat'), folder, ['cp', '/usr/share/java/postgresql.jar', '.'])
}

const inTomcat = (image: string, folder: string, command: readonly string[]) =>
  execFileSync('docker', [
    ...['run', '--rm', '--network=none', '--volume', `${folder}:/work`, '--workdir', '/work', image],
    ...command,
  ])
