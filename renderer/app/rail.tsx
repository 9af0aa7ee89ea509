import { Tooltip } from '../ui/tooltip.tsx'
import { useBench } from './bench.ts'
import type { Place } from './feature.ts'
import { hashOf, pathOf } from './router.ts'
import styles from './shell.module.css'

const Item = ({ place, current }: { place: Place; current: boolean }) => {
  const { navigate } = useBench()
  const { id, title, icon: Icon, shortcut, foot } = place
  return (
    <li className={foot ? styles.foot : undefined}>
      <Tooltip text={title} shortcut={shortcut} side="right">
        <a
          className={styles.railItem}
          href={hashOf(pathOf(id))}
          aria-label={title}
          aria-current={current ? 'page' : undefined}
          onClick={(event) => {
            if (event.ctrlKey || event.metaKey || event.shiftKey) return
            event.preventDefault()
            navigate(pathOf(id))
          }}
        >
          <Icon size={19} strokeWidth={1.6} aria-hidden />
        </a>
      </Tooltip>
    </li>
  )
}

export const Rail = ({ places, current }: { places: readonly Place[]; current: string | undefined }) => {
  const ordered = [...places.filter(({ foot }) => !foot), ...places.filter(({ foot }) => foot)]
  return (
    <nav aria-label="Places">
      <ul className={styles.rail} style={{ height: '100%' }}>
        {ordered.map((place) => (
          <Item key={place.id} place={place} current={place.id === current} />
        ))}
      </ul>
    </nav>
  )
}
