import { Cloud, Keyboard, Settings, SunMoon, UserRound } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { Avatar } from '../ui/avatar.tsx'
import { Menu } from '../ui/menu.tsx'
import { type ThemeName, themeNames } from '../ui/theme.ts'
import { useBench } from './bench.ts'
import { useRoute } from './router.ts'
import styles from './shell.module.css'

const themeLabels: Record<ThemeName, string> = {
  system: 'As the system',
  light: 'Light',
  dark: 'Dark',
  'high-contrast': 'High contrast',
}

export const Me = () => {
  const { client, navigate, commands, look } = useBench()
  const theme = useStore(look.store, (state) => state.theme)
  const [name, setName] = useState<string | null>(null)
  const read = useCallback(
    (signal?: AbortSignal) =>
      client.people.me({}, signal && { signal }).then(
        (me) => setName(me.name),
        // The name is decoration here; the settings say why it cannot be read.
        () => undefined,
      ),
    [client],
  )
  const place = useRoute().path[0]
  useEffect(() => {
    // Left, the settings may have changed it.
    if (place === 'settings') return
    const controller = new AbortController()
    void read(controller.signal)
    return () => controller.abort()
  }, [read, place])
  return (
    <Menu
      align="end"
      // The settings may have changed it since.
      onOpenChange={(open) => open && void read()}
      trigger={
        <button type="button" className={styles.me} aria-label={name ? `Me: ${name}` : 'Me'}>
          <Avatar name={name} size={24} />
        </button>
      }
      items={[
        { heading: name ?? 'Me' },
        { label: 'Sync with your team', icon: Cloud, run: () => navigate('/sync') },
        { label: 'Name and address', icon: UserRound, run: () => navigate('/settings/me') },
        {
          label: 'Theme',
          icon: SunMoon,
          items: themeNames.map((one) => ({
            label: themeLabels[one],
            checked: one === theme,
            run: () => void commands.run(`theme.${one}`),
          })),
        },
        'separator',
        {
          label: 'Keyboard shortcuts',
          icon: Keyboard,
          shortcut: '?',
          run: () => void commands.run('window.shortcuts'),
        },
        { label: 'Settings', icon: Settings, run: () => navigate('/settings') },
      ]}
    />
  )
}
