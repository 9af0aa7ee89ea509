import type { LucideIcon } from 'lucide-react'
import type { ComponentProps } from 'react'
import styles from './button.module.css'
import { cx } from './cx.ts'
import { Tooltip } from './tooltip.tsx'

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  icon: LucideIcon
  /** The name for screen readers, also the tooltip. */
  label: string
  shortcut?: string | undefined
  look?: 'plain' | 'quiet' | undefined
  size?: 'regular' | 'small' | undefined
  tooltipSide?: 'top' | 'right' | 'bottom' | 'left' | undefined
}

export const IconButton = ({
  icon: Icon,
  label,
  shortcut,
  look = 'quiet',
  size = 'regular',
  tooltipSide,
  className,
  ...rest
}: IconButtonProps) => (
  <Tooltip text={label} shortcut={shortcut} side={tooltipSide}>
    <button
      type="button"
      aria-label={label}
      {...rest}
      className={cx(
        styles.button,
        styles.square,
        look === 'quiet' && styles.quiet,
        size === 'small' && styles.small,
        className,
      )}
    >
      <Icon size={size === 'small' ? 14 : 16} aria-hidden />
    </button>
  </Tooltip>
)
