import { Check, ChevronRight, type LucideIcon } from 'lucide-react'
import { ContextMenu as RadixContext, DropdownMenu as RadixDropdown } from 'radix-ui'
import type { ReactNode } from 'react'
import { cx } from './cx.ts'
import { Kbd } from './kbd.tsx'
import popup from './popup.module.css'

export interface MenuAct {
  label: string
  icon?: LucideIcon | undefined
  shortcut?: string | undefined
  /** Draws a tick before the label when true; the space for it when false. */
  checked?: boolean | undefined
  danger?: boolean | undefined
  disabled?: boolean | undefined
  run: () => void
}

export interface SubMenu {
  label: string
  icon?: LucideIcon | undefined
  items: readonly MenuItem[]
}

export type MenuItem = MenuAct | SubMenu | { heading: string } | 'separator'

type Parts = typeof RadixDropdown | typeof RadixContext

export interface MenuProps {
  /** One button that takes a ref and events. */
  trigger: ReactNode
  items: readonly MenuItem[]
  align?: 'start' | 'end' | undefined
  open?: boolean | undefined
  onOpenChange?: ((open: boolean) => void) | undefined
  /** Takes the focus after the menu is gone and answers true; else the trigger has it again. */
  onClosed?: (() => boolean) | undefined
}

export const Menu = ({ trigger, items, align = 'start', open, onOpenChange, onClosed }: MenuProps) => (
  <RadixDropdown.Root
    modal={false}
    {...(open !== undefined && { open })}
    {...(onOpenChange && { onOpenChange })}
  >
    <RadixDropdown.Trigger asChild>{trigger}</RadixDropdown.Trigger>
    <RadixDropdown.Portal>
      <RadixDropdown.Content
        className={cx(popup.popup, popup.list)}
        align={align}
        sideOffset={4}
        collisionPadding={8}
        loop
        onCloseAutoFocus={(event) => {
          if (onClosed?.()) event.preventDefault()
        }}
      >
        <Items parts={RadixDropdown} items={items} />
      </RadixDropdown.Content>
    </RadixDropdown.Portal>
  </RadixDropdown.Root>
)

export interface ContextMenuProps {
  items: readonly MenuItem[]
  /** One element that takes a ref and events; also opened by the context-menu key. */
  children: ReactNode
}

export const ContextMenu = ({ items, children }: ContextMenuProps) => (
  <RadixContext.Root modal={false}>
    <RadixContext.Trigger asChild>{children}</RadixContext.Trigger>
    <RadixContext.Portal>
      <RadixContext.Content className={cx(popup.popup, popup.list)} collisionPadding={8} loop>
        <Items parts={RadixContext} items={items} />
      </RadixContext.Content>
    </RadixContext.Portal>
  </RadixContext.Root>
)

const keyOf = (item: MenuItem, at: number): string => {
  if (item === 'separator') return `separator-${at}`
  return 'heading' in item ? item.heading : item.label
}

const Items = ({ parts, items }: { parts: Parts; items: readonly MenuItem[] }) =>
  items.map((item, at) => <Item key={keyOf(item, at)} parts={parts} item={item} />)

const Item = ({ parts: P, item }: { parts: Parts; item: MenuItem }) => {
  if (item === 'separator') return <P.Separator className={popup.separator} />
  if ('heading' in item) return <P.Label className={popup.heading}>{item.heading}</P.Label>
  const { label, icon: Icon } = item
  if ('items' in item)
    return (
      <P.Sub>
        <P.SubTrigger className={popup.item}>
          {Icon && <Icon size={14} aria-hidden />}
          <span className={popup.text}>{label}</span>
          <ChevronRight size={14} aria-hidden />
        </P.SubTrigger>
        <P.Portal>
          <P.SubContent className={cx(popup.popup, popup.list)} sideOffset={2} collisionPadding={8}>
            <Items parts={P} items={item.items} />
          </P.SubContent>
        </P.Portal>
      </P.Sub>
    )
  const inside = (
    <>
      {item.checked !== undefined && (item.checked ? <Check size={14} /> : <span className={popup.blank} />)}
      {Icon && <Icon size={14} aria-hidden />}
      <span className={popup.text}>{label}</span>
      {item.shortcut && <Kbd keys={item.shortcut} plain />}
    </>
  )
  const shared = {
    className: cx(popup.item, item.danger && popup.danger),
    disabled: item.disabled ?? false,
    onSelect: () => item.run(),
  }
  if (item.checked === undefined) return <P.Item {...shared}>{inside}</P.Item>
  return (
    <P.CheckboxItem {...shared} checked={item.checked}>
      {inside}
    </P.CheckboxItem>
  )
}
