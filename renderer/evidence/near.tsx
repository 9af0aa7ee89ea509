import { type ReactNode, useEffect, useRef, useState } from 'react'

/** Draws what is inside once it comes near the eye, so that a long timeline reads only what is looked at. */
export const Near = ({ children }: { children: ReactNode }) => {
  const frame = useRef<HTMLDivElement>(null)
  const [near, setNear] = useState(false)
  useEffect(() => {
    const element = frame.current
    if (!element) return
    const observer = new IntersectionObserver(
      (entries) => entries.some(({ isIntersecting }) => isIntersecting) && setNear(true),
      { rootMargin: '600px' },
    )
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return <div ref={frame}>{near && children}</div>
}
