import { Suspense } from 'react'
import { useBench } from '../app/bench.ts'
import { ErrorBoundary } from '../app/error-boundary.tsx'
import { useFrame } from '../app/frame.ts'
import { hashOf, pathOf, useRoute } from '../app/router.ts'
import { Skeleton } from '../ui/skeleton.tsx'
import styles from './settings.module.css'

const Settings = () => {
  const { features } = useFrame()
  const { navigate } = useBench()
  const { path } = useRoute()
  const section = features.settings.find(({ id }) => id === path[1]) ?? features.settings[0]
  if (!section) return null
  const { view: View } = section
  return (
    <div className={styles.settings}>
      <nav className={styles.sections} aria-label="Settings">
        <h1>Settings</h1>
        <ul>
          {features.settings.map(({ id, title }) => (
            <li key={id}>
              <a
                className={styles.section}
                href={hashOf(pathOf('settings', id))}
                aria-current={id === section.id ? 'page' : undefined}
                onClick={(event) => {
                  event.preventDefault()
                  navigate(pathOf('settings', id))
                }}
              >
                {title}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div className={styles.page}>
        <h2>{section.title}</h2>
        <ErrorBoundary key={section.id} what={section.title}>
          <Suspense fallback={<Skeleton lines={4} />}>
            <View />
          </Suspense>
        </ErrorBoundary>
      </div>
    </div>
  )
}

export default Settings
