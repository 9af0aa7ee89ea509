import styles from './begin.module.css'
import { useBench } from './bench.ts'
import { useFrame } from './frame.ts'

/** What an empty bench shows: what belongs here, and the acts that put it there. */
export const Begin = () => {
  const { features } = useFrame()
  const { commands } = useBench()
  return (
    <div className={styles.begin}>
      <div>
        <h2>Begin with real cases</h2>
        <p>
          This bench holds no cases yet. They live on this machine; nothing is sent anywhere. Everything you
          change can be taken back.
        </p>
      </div>
      <div className={styles.acts}>
        {features.emptyBench.map(({ id, title, text, icon: Icon }) => (
          <button key={id} type="button" className={styles.act} onClick={() => commands.run(`begin.${id}`)}>
            <Icon size={18} aria-hidden />
            <span className={styles.title}>{title}</span>
            <span className={styles.text}>{text}</span>
          </button>
        ))}
      </div>
    </div>
  )
}
