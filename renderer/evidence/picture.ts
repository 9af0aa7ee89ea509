import { domToBlob } from 'modern-screenshot'

/** Pixels of the longer side; a wall of screens is not evidence. */
const sideAtMost = 4096

/** The page as it is shown now, without what floats above it, as PNG. */
export const pictureOfPage = async (page: Document): Promise<Blob> => {
  const { clientWidth: width, clientHeight: height } = page.documentElement
  const ratio = page.defaultView?.devicePixelRatio ?? 1
  return domToBlob(page.body, {
    type: 'image/png',
    width,
    height,
    scale: Math.min(ratio, sideAtMost / Math.max(width, height)),
    backgroundColor: getComputedStyle(page.body).backgroundColor,
    // It would look for the fonts beside the page by a base address, which the page's policy refuses.
    font: false,
    features: { restoreScrollPosition: true },
    filter: (node) =>
      !(node instanceof Element && node.matches('[aria-label="Notifications"], [role="dialog"]')),
  })
}
