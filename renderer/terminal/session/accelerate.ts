import { WebglAddon } from '@xterm/addon-webgl'
import type { Terminal } from '@xterm/xterm'

/** Drawn by the processor, WebGL is seven times slower than the page's own elements. */
const software = /SwiftShader|llvmpipe|softpipe|Software|Basic Render/i

/** Whether this machine draws WebGL with a graphics card. */
export const hasGraphicsCard = (document: Document): boolean => {
  const gl = document.createElement('canvas').getContext('webgl2')
  if (!gl) return false
  const info = gl.getExtension('WEBGL_debug_renderer_info')
  const renderer: unknown = gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER)
  gl.getExtension('WEBGL_lose_context')?.loseContext()
  return typeof renderer === 'string' && !software.test(renderer)
}

/** Has the graphics card draw a terminal that is open, until the card goes away. */
export const accelerate = (term: Terminal): void => {
  const webgl = new WebglAddon()
  webgl.onContextLoss(() => webgl.dispose())
  try {
    term.loadAddon(webgl)
  } catch {
    // Without it the page's own elements draw, as they did before.
    webgl.dispose()
  }
}
