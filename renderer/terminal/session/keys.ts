/** Strokes of the window in front of a terminal; every other one belongs to the program in it. */
const ofTheWindow = new Set(['F6', 'Shift+F6', 'Mod+`', 'Mod+~', 'Mod+f', 'Mod+ArrowUp', 'Mod+ArrowDown'])

/** Whether a stroke is the window's. On a Mac the Cmd key is of no use to a shell; elsewhere Ctrl with Shift is not. */
export const isOfTheWindow = (stroke: string, mac: boolean): boolean =>
  ofTheWindow.has(stroke) || (mac ? stroke.startsWith('Mod+') : stroke.startsWith('Mod+Shift+'))
