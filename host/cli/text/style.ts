import { styleText } from 'node:util'

export type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan'
export type Paint = (style: Style, text: string) => string

/** Whether colours may go to a stream: a terminal that is not dumb, and nobody asked for none (no-color.org). */
export const mayColour = (isTerminal: boolean, env: NodeJS.ProcessEnv): boolean =>
  isTerminal && !env.NO_COLOR && env.TERM !== 'dumb'

export const paint =
  (colours: boolean): Paint =>
  (style, text) =>
    colours && text !== '' ? styleText(style, text, { validateStream: false }) : text
