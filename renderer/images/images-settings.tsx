import { useStore } from 'zustand'
import { useBench } from '../app/bench.ts'
import { useCall } from '../client/use-call.ts'
import { useSyncStatus } from '../sync/use-sync.ts'
import { Button } from '../ui/button.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { LicenceSection } from './licence-section.tsx'
import { ServiceSection } from './service-section.tsx'
import { VaultSection } from './vault-section.tsx'

/** The images that stacks are built of: those kept for a laptop without a network, and what was accepted to use them. */
const ImagesSettings = () => {
  const { client, acts } = useBench()
  const state = useSyncStatus()?.state
  // Images come and go by acts that were begun elsewhere, too.
  const running = useStore(acts.store, (all) => all.running.length)
  const vault = useCall((signal) => client.vault.list({}, { signal }), [client, running], { keep: true })
  const licences = useCall((signal) => client.licences.list({}, { signal }), [client, running], {
    keep: true,
  })
  const connected = state !== undefined && state !== 'off'
  // Asked again when the service is back.
  const service = useCall(
    async (signal) => (connected ? await client.vault.published({}, { signal }) : null),
    [client, connected, state === 'offline'],
    { keep: true },
  )
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
  const changed = () => {
    vault.retry()
    service.retry()
  }
  return (
    <>
      <VaultSection
        vault={vault.value}
        published={
          service.value ? idsOf(service.value.images.map(({ imageId }) => `sha256:${imageId}`)) : null
        }
        onChanged={changed}
      />
      <ServiceSection
        service={service}
        here={idsOf(vault.value.images.map(({ imageId }) => imageId))}
        onChanged={changed}
      />
      <LicenceSection licences={licences.value.licences} onChanged={licences.retry} />
    </>
  )
}

const idsOf = (ids: readonly string[]): ReadonlySet<string> => new Set(ids)

export default ImagesSettings
