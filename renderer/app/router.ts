import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { useBench } from './bench.ts'
import type { Route, Router } from './route.ts'

const decode = (part: string): string => {
  try {
    return decodeURIComponent(part)
  } catch {
    // A hand-typed percent sign; the part means itself.
    return part
  }
}

export const parseRoute = (hash: string): Route => {
  const [path = '', query = ''] = hash.replace(/^#/, '').split(/\?(.*)/s)
  return {
    path: path.split('/').filter(Boolean).map(decode),
    query: Object.fromEntries(new URLSearchParams(query)),
  }
}

/** A path and its query as a hash; the path's parts are encoded already or need no encoding. */
export const hashOf = (path: string, query: Record<string, string> = {}): string => {
  const set = Object.entries(query).filter(([, value]) => value !== '')
  const search = new URLSearchParams(set).toString()
  return `#${path.startsWith('/') ? '' : '/'}${path}${search && `?${search}`}`
}

/** A path of parts, each encoded, such as `/customers/<id>`. */
export const pathOf = (...parts: string[]): string => `/${parts.map(encodeURIComponent).join('/')}`

export const createRouter = (view: Window): Router => {
  let known = view.location.hash
  const store = createStore<Route>(() => parseRoute(known))
  const read = () => {
    const { hash } = view.location
    if (hash === known) return
    known = hash
    store.setState(parseRoute(hash), true)
  }
  view.addEventListener('hashchange', read)
  return {
    store,
    navigate(path, query, { replace = false, from } = {}) {
      // The browser tells of a link some time after it was followed, and the window may be drawn in between.
      read()
      if (from && from !== store.getState()) return
      const hash = hashOf(path, query)
      if (hash === view.location.hash) return
      if (replace) view.history.replaceState(null, '', hash)
      else view.history.pushState(null, '', hash)
      read()
    },
    dispose: () => view.removeEventListener('hashchange', read),
  }
}

export const useRoute = (): Route => useStore(useBench().router.store)
