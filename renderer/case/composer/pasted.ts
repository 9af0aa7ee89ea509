const pad = (number: number): string => String(number).padStart(2, '0')

/** A pasted image has no name of its own, or the same one every time; it gets one that says when. */
export const namedPaste = (file: File, now: Date): File => {
  if (!file.type.startsWith('image/') || !/^(image\.\w+)?$/.test(file.name)) return file
  const date = `${now.getFullYear()}${pad(now.getMonth() + 1)}${pad(now.getDate())}`
  const time = `${pad(now.getHours())}${pad(now.getMinutes())}${pad(now.getSeconds())}`
  const ending = file.type.slice('image/'.length).replace(/\W.*/, '')
  return new File([file], `pasted-${date}-${time}.${ending}`, {
    type: file.type,
    lastModified: file.lastModified,
  })
}
