import type { Session } from './session.ts'

/** Frames until a screen that was asked for is there, or a dialog in front of it gone, at most. */
const framesWaited = 120

/** Gives a terminal the focus as soon as it takes it: what is hidden, or behind a dialog, does not. */
export const takeFocus = (find: () => Session | undefined, frames = framesWaited): void => {
  requestAnimationFrame(() => {
    const term = find()?.term
    term?.focus()
    const there = term?.textarea && document.activeElement === term.textarea
    const covered = document.querySelector('[role="dialog"], [role="alertdialog"]') !== null
    if ((!there || covered) && frames > 0) takeFocus(find, frames - 1)
  })
}
