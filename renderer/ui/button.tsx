import type { LucideIcon } from 'lucide-react'
import type { ComponentProps } from 'react'
import styles from './button.module.css'
import { cx } from './cx.ts'
import { Kbd } from './kbd.tsx'

export interface ButtonProps extends ComponentProps<'button'> {
  /** `plain` is the normal one; one `primary` per view at most. */
  look?: 'plain' | 'primary' | 'quiet' | 'danger' | undefined
  size?: 'regular' | 'small' | undefined
  icon?: LucideIcon | undefined
  /** Shown inside, such as `Mod+Enter`; registering it is the command's part. */
  shortcut?: string | undefined
}

export const Button = ({
  look = 'plain',
  size = 'regular',
  icon: Icon,
  shortcut,
  className,
  children,
  ...rest
}: ButtonProps) => (
  <button
    type="button"
    {...rest}
    className={cx(
      styles.button,
      look !== 'plain' && styles[look],
      size === 'small' && styles.small,
      className,
    )}
  >
    {Icon && <Icon size={size === 'small' ? 14 : 15} aria-hidden />}
    {children}
    {shortcut && <Kbd keys={shortcut} plain />}
  </button>
)
