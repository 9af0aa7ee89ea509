import type { LicenceNeeded } from '../../shared/contract/licences.ts'
import type { Bench } from '../app/bench.ts'
import { safeLink } from '../ui/safe-url.ts'
import { sentence } from '../ui/sentence.ts'
import styles from './images.module.css'

/** Asks for each licence that images need, one by one, and notes a yes. Answers whether all were accepted. */
export const acceptLicences = async (
  { client, confirm, toast }: Bench,
  needed: readonly LicenceNeeded[],
): Promise<boolean> => {
  for (const { image, name, url } of needed) {
    const goOn = await confirm({
      title: `Do you accept the licence of ${image}?`,
      text: <Licence name={name} url={url} />,
      act: 'I accept it',
    })
    if (!goOn) return false
    try {
      await client.licences.accept({ image })
    } catch (error) {
      toast({ tone: 'danger', text: sentence(error) })
      return false
    }
  }
  return true
}

const Licence = ({ name, url }: { name: string; url: string }) => (
  <span className={styles.form}>
    <span>
      <a href={safeLink(url) ?? undefined} target="_blank" rel="noreferrer">
        {name}
      </a>
    </span>
    <span className={styles.fact}>
      Read it first. This bench notes that you accepted it, and when; you can withdraw it under Settings,
      Images.
    </span>
  </span>
)
