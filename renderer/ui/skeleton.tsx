import styles from './skeleton.module.css'

const widths = [72, 94, 58, 86, 66, 90, 48, 78]

/** Grey lines in the place of what is being read; invisible for the first 200 ms. */
export const Skeleton = ({ lines = 3, label = 'Loading' }: { lines?: number; label?: string }) => (
  <div className={styles.skeleton} role="status" aria-label={label}>
    {Array.from({ length: lines }, (_, at) => ({ id: `line-${at}`, width: widths[at % widths.length] })).map(
      ({ id, width }) => (
        <div key={id} className={styles.line} style={{ width: `${width}%` }} />
      ),
    )}
  </div>
)
