import { useEffect } from 'react'
import { useBench } from '../app/bench.ts'

/** Files let go where nothing takes them would replace the whole window; they are refused with a word instead. */
const StrayDrop = () => {
  const { toast, navigate } = useBench()
  useEffect(() => {
    const isStray = (event: DragEvent) =>
      !event.defaultPrevented && (event.dataTransfer?.types.includes('Files') ?? false)
    const over = (event: DragEvent) => isStray(event) && event.preventDefault()
    const drop = (event: DragEvent) => {
      if (!isStray(event)) return
      event.preventDefault()
      toast({
        key: 'stray-drop',
        text: 'Drop files on a case to attach them, or on the import page to import them.',
        act: { label: 'Go to import', run: () => navigate('/import') },
      })
    }
    window.addEventListener('dragover', over)
    window.addEventListener('drop', drop)
    return () => {
      window.removeEventListener('dragover', over)
      window.removeEventListener('drop', drop)
    }
  }, [toast, navigate])
  return null
}

export default StrayDrop
