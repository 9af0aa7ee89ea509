import type { Terminal } from '@xterm/xterm'

/**
 * Answers nothing to questions in output that is drawn again: the program that asked had its answer then, and a second
 * one would be typed into the shell. Questions are DA, DSR, DECRQM, XTVERSION, DECRQSS and those for colours.
 */
export const answerOnlyLive = (term: Terminal, isLive: () => boolean): void => {
  const { parser } = term
  const swallow = () => !isLive()
  for (const prefix of [undefined, '?', '>', '=']) {
    const of = prefix === undefined ? {} : { prefix }
    parser.registerCsiHandler({ ...of, final: 'c' }, swallow)
    parser.registerCsiHandler({ ...of, final: 'n' }, swallow)
    parser.registerCsiHandler({ ...of, intermediates: '$', final: 'p' }, swallow)
  }
  parser.registerCsiHandler({ prefix: '>', final: 'q' }, swallow)
  parser.registerDcsHandler({ intermediates: '$', final: 'q' }, swallow)
  for (const code of [4, 10, 11, 12])
    parser.registerOscHandler(code, (data) => !isLive() && /(^|;)\?(;|$)/.test(data))
}
