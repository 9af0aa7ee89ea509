import { useBench } from '../app/bench.ts'
import { useCall } from '../client/use-call.ts'
import { Button } from '../ui/button.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { LicenceSection } from './licence-section.tsx'
import { VaultSection } from './vault-section.tsx'

/** The images that stacks are built of: those kept for a laptop without a network, and what was accepted to use them. */
const ImagesSettings = () => {
  const { client } = useBench()
  const vault = useCall((signal) => client.vault.list({}, { signal }), [client])
  const licences = useCall((signal) => client.licences.list({}, { signal }), [client])
  const failed = vault.error ?? licences.error
  if (failed)
    return (
      <ErrorState title="The images cannot be shown" error={failed}>
        <Button
          onClick={() => {
            vault.retry()
            licences.retry()
          }}
        >
          Try again
        </Button>
      </ErrorState>
    )
  if (!vault.value || !licences.value) return <Skeleton lines={6} label="Reading the images" />
  return (
    <>
      <VaultSection vault={vault.value} onChanged={vault.retry} />
      <LicenceSection licences={licences.value.licences} onChanged={licences.retry} />
    </>
  )
}

export default ImagesSettings
