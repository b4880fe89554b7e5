import type { ButtonHTMLAttributes, Ref } from 'react'
import { Icon, type IconName } from './icon.tsx'

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  readonly ref?: Ref<HTMLButtonElement>
  readonly look?: 'plain' | 'primary' | 'danger' | 'quiet'
  readonly icon?: IconName
  /** The engine has not answered yet: shown, and a second press does nothing. */
  readonly isPending?: boolean
  readonly isSmall?: boolean
}

export function Button({ look = 'plain', icon, isPending = false, isSmall = false, className = '', children, disabled, ...rest }: ButtonProps) {
  const names = ['button', `button-${look}`, isSmall ? 'button-small' : '', children === undefined ? 'button-icon' : '', className]
  return (
    <button type="button" className={names.filter(Boolean).join(' ')} disabled={disabled === true || isPending} aria-busy={isPending} {...rest}>
      {icon !== undefined && <Icon name={icon} size={isSmall ? 12 : 16} />}
      {children}
      {isPending && <span aria-hidden="true">…</span>}
    </button>
  )
}
