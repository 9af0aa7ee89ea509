import type { Mark, Sender } from './mark.ts'

/** One command, as far as it is known. Times in milliseconds, places in bytes of the terminal's output. */
export interface Block {
  /** From 1, in the order of their starts. */
  number: number
  command: string
  folder: string
  /** How many shells it stands in beyond the terminal's own. */
  depth: number
  /** Whether a shell of ours says so, or any program. */
  trusted: boolean
  startedAt: number
  endedAt: number | null
  exitCode: number | null
  outputFrom: number
  outputTo: number | null
}

/** A shell that marks its commands, inside the one before it. */
interface Shell extends Sender {
  folder: string
  command: string | null
  open: Block | null
}

/** The shells that stand in each other, outermost first, and the blocks they have open. */
export interface BlocksState {
  next: number
  shells: readonly Shell[]
  folder: string
}

export interface BlocksStep {
  state: BlocksState
  /** What began or ended, in that order of happening; a block that began and ended is there twice. */
  changed: Block[]
}

/** Shells in shells; one that goes deeper is not followed, so that printed marks cannot pile up. */
const MOST_SHELLS = 32

export const noBlocks = (folder: string, next = 1): BlocksState => ({ next, shells: [], folder })

/** Whether a command runs in the innermost shell. */
export const isBusy = (state: BlocksState): boolean => state.shells.at(-1)?.open != null

/**
 * What a mark does to the blocks. A mark with the nonce speaks for its own shell, whichever stand inside it: those have
 * ended. A mark without it speaks for the innermost shell, and never for one with the nonce: a shell elsewhere that
 * marks its commands has its blocks inside the command that led there, and printed marks can do no more than that.
 */
export const withMark = (state: BlocksState, mark: Mark, now: number): BlocksStep => {
  if (!('trusted' in mark)) return { state, changed: [] }
  const acts = new Acts(state, mark, now)
  acts.take(mark)
  return acts.step()
}

/** The terminal has ended: so have all that was open. */
export const ended = (state: BlocksState, at: number, now: number): BlocksStep => {
  const acts = new Acts(state, { at }, now)
  acts.leave(0)
  return acts.step()
}

/** One step, on copies. */
class Acts {
  readonly #shells: Shell[]
  readonly #changed: Block[] = []
  readonly #at: number
  readonly #now: number
  #next: number
  #folder: string

  constructor(state: BlocksState, { at }: { at: number }, now: number) {
    this.#shells = state.shells.map((shell) => ({ ...shell }))
    this.#at = at
    this.#now = now
    this.#next = state.next
    this.#folder = state.folder
  }

  step(): BlocksStep {
    return {
      state: { next: this.#next, shells: this.#shells, folder: this.#folder },
      changed: this.#changed,
    }
  }

  take(mark: Extract<Mark, Sender>): void {
    const shell = mark.trusted ? this.#own(mark) : this.#innermost(mark)
    if (!shell) return
    if (mark.type === 'prompt-start') this.#close(shell, null)
    else if (mark.type === 'command-line') this.#name(shell, mark.text)
    else if (mark.type === 'command-start') this.#open(shell, mark)
    else if (mark.type === 'command-end') this.#close(shell, mark.exitCode)
    else if (mark.type === 'folder') this.#enter(shell, mark)
  }

  /** The shell of that name, left by those inside it; a new one inside all others if there is none. */
  #own(mark: Extract<Mark, Sender>): Shell | null {
    const place = this.#shells.findLastIndex((shell) => shell.trusted && shell.shell === mark.shell)
    if (place < 0) return mark.type === 'command-end' ? null : this.#nest(mark)
    this.leave(place + 1)
    return this.#shells[place] ?? null
  }

  #innermost(mark: Extract<Mark, Sender>): Shell | null {
    const inner = this.#shells.at(-1)
    // While a shell of ours waits for a command, marks without the nonce are its own, said twice (as by fish 4).
    if (inner?.trusted && !inner.open) return null
    if (mark.type === 'prompt-start') return this.#atPrompt(mark, inner)
    if (!inner || inner.trusted) return inner ? null : mark.type === 'command-end' ? null : this.#nest(mark)
    if (mark.type !== 'command-end' || inner.open) return inner
    // A shell at its prompt was left: what ends is the command that led there.
    const outer = this.#shells.at(-2)
    if (!outer?.open || outer.trusted) return null
    this.leave(this.#shells.length - 1)
    return outer
  }

  #atPrompt(mark: Extract<Mark, Sender>, inner: Shell | undefined): Shell | null {
    if (inner && !inner.trusted && (!inner.open || inner.shell !== null)) {
      const same = this.#shells.findLastIndex((shell) => !shell.trusted && shell.shell === mark.shell)
      if (same >= 0) this.leave(same + 1)
      if (same >= 0 || !inner.open) return this.#shells.at(-1) ?? null
    }
    return this.#nest(mark)
  }

  #nest({ trusted, shell }: Sender): Shell | null {
    if (this.#shells.length >= MOST_SHELLS) return null
    const folder = this.#shells.at(-1)?.folder ?? this.#folder
    const made: Shell = { trusted, shell, folder, command: null, open: null }
    this.#shells.push(made)
    return made
  }

  /** Ends the shells from a place on, innermost first. */
  leave(from: number): void {
    for (const shell of this.#shells.splice(from).reverse()) this.#close(shell, null)
  }

  #open(shell: Shell, mark: Extract<Mark, { type: 'command-start' }>): void {
    if (shell.open && !mark.trusted) return
    this.#close(shell, null)
    shell.open = {
      number: this.#next,
      command: shell.command ?? mark.text ?? '',
      folder: shell.folder,
      depth: this.#shells.indexOf(shell),
      trusted: shell.trusted,
      startedAt: this.#now,
      endedAt: null,
      exitCode: null,
      outputFrom: mark.end,
      outputTo: null,
    }
    shell.command = null
    this.#next += 1
    this.#changed.push(shell.open)
  }

  /** A shell may learn what it runs only when it has begun. */
  #name(shell: Shell, text: string): void {
    if (shell.open?.command === '') {
      shell.open = { ...shell.open, command: text }
      this.#changed.push(shell.open)
    } else shell.command = text
  }

  #close(shell: Shell, exitCode: number | null): void {
    if (!shell.open) return
    this.#changed.push({ ...shell.open, endedAt: this.#now, exitCode, outputTo: this.#at })
    shell.open = null
  }

  #enter(shell: Shell, mark: Extract<Mark, { type: 'folder' }>): void {
    shell.folder = mark.path
    if (mark.trusted) this.#folder = mark.path
  }
}
