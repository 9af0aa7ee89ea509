/**
 * What each shell sends with every file of the renderer. Scripts come from our own files only and none is inline;
 * inline styles stay allowed because the dock, menus and dialogs position themselves with style elements; images may
 * be bytes that the page holds already. Nothing may be framed, posted to or fetched from elsewhere.
 */
export const pageHeaders = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const
