import { useEffect } from 'react'
import { useBench } from '../app/bench.ts'
import { openCardFile } from '../cards/acts.ts'
import { isCard } from '../cards/source.ts'

/** Files let go where nothing takes them would replace the whole window; a repro card opens, others are refused with a word. */
const StrayDrop = () => {
  const bench = useBench()
  useEffect(() => {
    const { toast, navigate } = bench
    const isStray = (event: DragEvent) =>
      !event.defaultPrevented && (event.dataTransfer?.types.includes('Files') ?? false)
    const over = (event: DragEvent) => isStray(event) && event.preventDefault()
    const drop = (event: DragEvent) => {
      if (!isStray(event)) return
      event.preventDefault()
      const [file, another] = event.dataTransfer?.files ?? []
      if (file && !another && isCard(file.name)) return void openCardFile(bench, file)
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
  }, [bench])
  return null
}

export default StrayDrop
