/** Lets a person choose files of this machine; none when they change their mind. */
export const pickFiles = (page: Document, { many = true } = {}): Promise<readonly File[]> =>
  new Promise((resolve) => {
    const input = page.createElement('input')
    input.type = 'file'
    input.multiple = many
    input.addEventListener('change', () => resolve([...(input.files ?? [])]), { once: true })
    input.addEventListener('cancel', () => resolve([]), { once: true })
    input.click()
  })
