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
    tokenizer: {
      root: [
        [/^\s*#.*$/, 'comment'],
        [/^(\s*)(<\/?)([\w]+)/, ['', 'delimiter', { token: 'tag', next: '@section' }]],
        [/^(\s*)([A-Za-z_][\w.-]*)/, ['', { token: 'keyword', next: '@values' }]],
        [/[{}]/, 'delimiter'],
        [/\s+/, ''],
      ],
      section: [[/>\s*$/, 'delimiter', '@pop'], { include: '@value' }, [/$/, '', '@pop']],
      values: [
        [/\\$/, 'delimiter'],
        [/;\s*$/, 'delimiter', '@pop'],
        [/[;{}]/, 'delimiter', '@pop'],
        { include: '@value' },
        [/$/, '', '@pop'],
      ],
      value: [
        [/\s#.*$/, 'comment'],
        [/"(?:[^"\\]|\\.)*"/, 'string'],
        [/'(?:[^'\\]|\\.)*'/, 'string'],
        [/%\{[^}]*\}|\$\{[^}]*\}|\$\w+/, 'type'],
        [/\b\d+[kKmMgGsdhw]?\b/, 'number'],
        [/\b(?:on|off|yes|no|all|none|default)\b/i, 'constant'],
        [/[^\s"'#;{}>$%\\]+/, ''],
        [/./, ''],
      ],
    },
  },
}
