import { type DragEvent, useRef, useState } from 'react'

const carriesFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files')

/** Takes files dropped anywhere on an element and its children; `over` while some hang above it. */
export const useFileDrop = (onFiles: (files: readonly File[]) => void) => {
  const [over, setOver] = useState(false)
  const depth = useRef(0)

  // Entering a child comes before leaving its parent.
  const move = (by: 1 | -1) => (event: DragEvent) => {
    if (!carriesFiles(event)) return
    depth.current = Math.max(0, depth.current + by)
    setOver(depth.current > 0)
  }
  const onDrop = (event: DragEvent) => {
    depth.current = 0
    setOver(false)
    if (!carriesFiles(event)) return
    event.preventDefault()
    onFiles([...event.dataTransfer.files])
  }
  const onDragOver = (event: DragEvent) => {
    if (carriesFiles(event)) event.preventDefault()
  }
  return { over, handlers: { onDragEnter: move(1), onDragLeave: move(-1), onDragOver, onDrop } }
}
