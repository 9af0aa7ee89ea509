import type { Grammar } from './grammar.ts'

export const confId = 'conf'

/** Settings of Apache httpd and nginx: sections in angle or curly brackets, a directive and its values a line. */
export const conf: Grammar = {
  configuration: {
    comments: { lineComment: '#' },
    brackets: [['{', '}']],
    autoClosingPairs: [
      { open: '{', close: '}' },
      { open: '"', close: '"' },
    ],
  },
  tokens: {
    defaultToken: '',
    // Without the end of a line in sight a state would last until the next line's first word.
    includeLF: true,
    tokenizer: {
      root: [
        [/\s*#.*/, 'comment'],
        [/(\s*)(<\/?)(\w+)/, ['', 'delimiter', { token: 'tag', next: '@section' }]],
        [/(\s*)([A-Za-z_][\w.-]*)/, ['', { token: 'keyword', next: '@values' }]],
        [/[{};]/, 'delimiter'],
        [/\s+/, ''],
        [/[^\s#<{};]+/, ''],
        [/./, ''],
      ],
      section: [[/>/, 'delimiter', '@pop'], [/\n/, '', '@pop'], { include: '@value' }],
      values: [
        [/\\\n/, 'delimiter'],
        [/[;{}]/, 'delimiter', '@pop'],
        [/\n/, '', '@pop'],
        { include: '@value' },
      ],
      value: [
        [/\s#.*/, 'comment'],
        [/"(?:[^"\\\n]|\\.)*"/, 'string'],
        [/'(?:[^'\\\n]|\\.)*'/, 'string'],
        [/%\{[^}\n]*\}|\$\{[^}\n]*\}|\$\w+/, 'type'],
        [/\b\d+[kKmMgGsdhw]?\b/, 'number'],
        [/\b(?:on|off|yes|no|all|none|default|On|Off|All|None)\b/, 'constant'],
        [/[^\s"'#;{}>$%\\]+/, ''],
        [/[^\n]/, ''],
      ],
    },
  },
}
