import { type BrowserWindow, Notification, safeStorage } from 'electron'
import { channels } from '../channels.ts'
import type { Desktop } from './acts.ts'
import type { KeyStore } from './secrets.ts'

/** The key store of the system: Keychain, DPAPI, or on Linux the Secret Service or KWallet. */
export const systemKeyStore = (): KeyStore => ({
  async trustworthy() {
    // Without a key store Chromium encrypts with a key that is the same everywhere.
    const plain = process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text'
    return !plain && (await safeStorage.isAsyncEncryptionAvailable())
  },
  encrypt: (text) => safeStorage.encryptStringAsync(text),
  decrypt: async (bytes) => (await safeStorage.decryptStringAsync(Buffer.from(bytes))).result,
})

/** Brings a window to the front, whatever it was. */
export const toFront = (window: BrowserWindow): void => {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

/** Shows a notification; a click leads to where it came from. */
export const notify: Desktop['notify'] = ({ title, body, route }, window) => {
  if (!Notification.isSupported()) return false
  const note = new Notification({ title, body })
  note.on('click', () => {
    if (window.isDestroyed()) return
    toFront(window)
    if (route !== undefined) window.webContents.send(channels.route, route)
  })
  note.show()
  return true
}
