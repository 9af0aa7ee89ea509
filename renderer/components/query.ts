import { formatValue } from '../../shared/domain/query/format.ts'

/** The cases that name a component, in one version or in any. */
export const componentQuery = (name: string, version = ''): string =>
  `component:${formatValue(`${name} ${version}`.trim())}`
