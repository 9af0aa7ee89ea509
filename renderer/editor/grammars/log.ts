import type { Grammar } from './grammar.ts'

export const logId = 'log'

/** Logs of servers: when, how bad, and the stack of what was thrown. */
export const log: Grammar = {
  configuration: {},
  tokens: {
    defaultToken: '',
    ignoreCase: false,
    includeLF: true,
    tokenizer: {
      root: [
        [/^\s+at\s+(?=[\w$.<])/, { token: 'log.frame', next: '@frame' }],
        [/^\s*\.\.\. \d+ (?:more|common frames omitted).*/, 'log.frame'],
        [
          /^(?:Caused by: |Suppressed: )?(?:[a-z][\w$]*\.)+[A-Z][\w$]*(?:Exception|Error|Throwable)\b/,
          'log.exception',
        ],
        [/^Traceback \(most recent call last\):/, 'log.exception'],
        [/\d{4}[-/]\d{2}[-/]\d{2}[T ]\d{2}:\d{2}:\d{2}(?:[.,]\d{1,9})?(?:Z|[+-]\d{2}:?\d{2})?/, 'log.time'],
        [/\d{1,2}[-/][A-Z][a-z]{2}[-/]\d{4}[: ]\d{2}:\d{2}:\d{2}(?:[.,]\d+)?(?: [+-]\d{4})?/, 'log.time'],
        [/^[A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2}/, 'log.time'],
        [/\b\d{2}:\d{2}:\d{2}[.,]\d{3}\b/, 'log.time'],
        [/\b(?:FATAL|SEVERE|ERROR|CRITICAL|EMERG|ALERT|crit|emerg)\b|\[error\]/, 'log.error'],
        [/\b(?:WARN|WARNING)\b|\[warn\]/, 'log.warn'],
        [/\b(?:INFO|NOTICE|CONFIG)\b|\[(?:info|notice)\]/, 'log.info'],
        [/\b(?:DEBUG|TRACE|FINE|FINER|FINEST)\b|\[debug\]/, 'log.debug'],
        [/\b(?:[a-z][\w$]*\.)+[A-Z][\w$]*(?:Exception|Error|Throwable)\b/, 'log.exception'],
        [/"(?:[^"\\]|\\.)*"/, 'string'],
        [/\bORA-\d{5}\b|\bBEA-\d{6}\b/, 'log.error'],
        [/[A-Za-z_$][\w$]*/, ''],
        [/\b\d+(?:\.\d+)*\b/, 'number'],
      ],
      frame: [
        [/\([^()\n]*\)/, 'log.place', '@pop'],
        [/\n/, '', '@pop'],
        [/[^(\n]+/, 'log.frame'],
        [/\(/, 'log.frame'],
      ],
    },
  },
}
