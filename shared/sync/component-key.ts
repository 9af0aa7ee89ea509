import type { Component } from '../domain/entities.ts'

/** What makes two components of a stack the same one. */
export const componentKey = ({ kind, name, version, purl }: Component): string =>
  JSON.stringify([kind, purl || name.toLowerCase(), version])
