import type { ReactNode } from 'react'
import { hashOf, pathOf } from '../app/router.ts'
import styles from './desk.module.css'

export interface HeadingProps {
  /** The place to go back to where the window is too narrow for both. */
  place: string
  placeTitle: string
  mark: ReactNode
  name: string
  children?: ReactNode
}

export const Heading = ({ place, placeTitle, mark, name, children }: HeadingProps) => (
  <header>
    <a className={styles.back} href={hashOf(pathOf(place))}>
      {placeTitle}
    </a>
    <div className={styles.titleRow}>
      {mark}
      <h2>{name}</h2>
      {children}
    </div>
  </header>
)
