/** Begins every token that stands for a fact of the case, and joins the parts of an identifier. */
export const factMarker = 'ζ'
/** Begins the second copy of each word of the title. */
export const titleMarker = 'τ'

/** Every document carries it, so that a query of negations only has something to take them from. */
export const everyDocument = `${factMarker}all`
/** No document carries it. */
export const noDocument = `${factMarker}none`

const markerLetters = /[ζΖτΤ]/g

/**
 * Doubles the marker letters of real text (and of what is searched in it), so that no text can make a marked token:
 * a marked one begins with an odd number of them.
 */
export const shield = (text: string): string => text.replace(markerLetters, '$&$&')
