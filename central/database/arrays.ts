/**
 * Long lists as single parameters: the driver would look at each value of an array twice and ask what it is.
 */

/**
 * An array as PostgreSQL reads it (https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO), of values in which
 * nothing needs quotes: numbers, UUIDs, names. Throws on any other character.
 */
export const plain = (values: readonly (string | number | null)[]): string => {
  const text = values.map((value) => value ?? 'NULL').join(',')
  if (!/^[\w,:-]*$/.test(text)) throw new Error('A value in a list needs quotes')
  return `{${text}}`
}

/**
 * JSON texts in one: JSON has no control characters, so one stands between them. In a statement they are
 * `string_to_array($1, chr(30), '')`.
 */
export const jsonTexts = (values: readonly (string | null)[]): string =>
  values.map((value) => value ?? '').join('\u001e')
