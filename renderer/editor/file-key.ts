import { pathOf } from '../app/router.ts'

/** A file tab's key is the reference of its case and the path in its workspace: `CB-1042/conf/server.xml`. */
export interface FileKey {
  caseRef: string
  path: string
}

export const parseFileKey = (key: string): FileKey => {
  const [caseRef = '', path = ''] = key.split(/\/(.*)/s)
  return { caseRef, path }
}

/** The route of a file's tab, each part encoded. */
export const fileRoute = ({ caseRef, path }: FileKey): string => pathOf('file', caseRef, ...path.split('/'))
/** The same file a second time, beside the first. */
export const besideRoute = ({ caseRef, path }: FileKey): string =>
  pathOf('beside', caseRef, ...path.split('/'))
export const diffRoute = ({ caseRef, path }: FileKey): string => pathOf('diff', caseRef, ...path.split('/'))

export const nameOf = (path: string): string => path.split('/').at(-1) || path
