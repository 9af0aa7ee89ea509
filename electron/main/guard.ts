import type { App, Session, Shell, WebContents } from 'electron'
import { externalAddress, mayNavigate, mayRequest } from './navigation.ts'
import { mayHave } from './permissions.ts'

/** Lets a session reach nothing outside the bench and grants what the permission policy grants. */
export const guardSession = (session: Session): void => {
  session.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl, isMainFrame }) =>
    answer(mayHave({ permission, requestingUrl, isMainFrame })),
  )
  session.setPermissionCheckHandler(
    (_contents, permission, origin, { requestingUrl = origin, isMainFrame }) =>
      mayHave({ permission, requestingUrl, isMainFrame }),
  )
  session.setDevicePermissionHandler(() => false)
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !mayRequest(url) }))
}

/**
 * Keeps every page where it belongs. What a person opens in a new window or follows out of the page goes to the
 * system's own program; a frame inside the page goes nowhere, since its content may move it without a person.
 */
export const guardContents = (app: App, shell: Pick<Shell, 'openExternal'>): void => {
  const openOutside = (address: string) => {
    const external = externalAddress(address)
    // Without a program for the address there is nothing to tell that the system does not tell itself.
    if (external) void shell.openExternal(external).catch(() => undefined)
  }
  app.on('web-contents-created', (_event, contents: WebContents) => {
    contents.on('will-frame-navigate', (details) => {
      if (mayNavigate(details.url, details.isMainFrame)) return
      details.preventDefault()
      if (details.isMainFrame) openOutside(details.url)
    })
    contents.on('will-redirect', (details) => {
      if (!mayNavigate(details.url, details.isMainFrame)) details.preventDefault()
    })
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(({ url }) => {
      openOutside(url)
      return { action: 'deny' }
    })
  })
}
