/** Where a mark's escape sequence stands: bytes since the terminal began, from its ESC to behind its terminator. */
export interface Place {
  at: number
  end: number
}

/** Who says it. */
export interface Sender {
  /** Whether it carries the nonce of this terminal: only a shell that we started knows it. */
  trusted: boolean
  /** The shell's own name among those nested in each other; null where it gives none. */
  shell: string | null
}

/** What a terminal's output says beside what it shows. Texts come from programs and are nothing more than texts. */
export type Mark = Place &
  (
    | (Sender & { type: 'prompt-start' | 'prompt-end' })
    /** The command that is about to start, as its shell read it. */
    | (Sender & { type: 'command-line'; text: string })
    /** Output begins at `end`. `text` where the same mark carries the command. */
    | (Sender & { type: 'command-start'; text: string | null })
    /** Output ended at `at`. */
    | (Sender & { type: 'command-end'; exitCode: number | null })
    /** `host` is what OSC 7 names, null or empty for this machine. */
    | (Sender & { type: 'folder'; path: string; host: string | null })
    | { type: 'title'; text: string }
    /** A program wishes to write the clipboard; a person has to allow it. */
    | { type: 'clipboard'; text: string }
    /** Private modes were set or reset (DECSET, DECRST): which screen, how keys, mouse and pastes are sent. */
    | { type: 'modes'; modes: number[]; on: boolean }
    /** The terminal was reset (RIS). */
    | { type: 'reset' }
    /** An escape sequence was longer than allowed and was cut off at `end`, so that nobody acts on it. */
    | { type: 'cut' }
  )

/** A mark before its place is known. */
export type Meaning = Mark extends infer One ? (One extends Mark ? Omit<One, keyof Place> : never) : never
