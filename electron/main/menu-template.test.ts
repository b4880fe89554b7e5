import type { MenuItemConstructorOptions } from 'electron'
import { expect, test } from 'vitest'
import { windowCommands, type WindowCommand } from '../../shared/protocol/window.ts'
import { menuTemplate } from './menu-template'

const sent: WindowCommand[] = []
const actions = { newWindow: () => {}, command: (command: WindowCommand) => void sent.push(command), about: () => {} }

const flat = (items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
  items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flat(item.submenu) : [])])

test.each(['linux', 'darwin', 'win32'])('on %s every command has its one place in the menus, and sends itself', (platform) => {
  const items = flat(menuTemplate(platform, actions)).filter((item) => windowCommands.includes(item.id as WindowCommand))
  expect(items.map((item) => item.id).sort()).toEqual([...windowCommands].sort())
  sent.length = 0
  for (const item of items) (item.click as () => void)()
  expect(sent).toEqual(items.map((item) => item.id))
})

test.each(['linux', 'darwin'])('on %s no key does two things, and the end says what it ends', (platform) => {
  const items = flat(menuTemplate(platform, actions))
  const keys = items.map((item) => item.accelerator).filter(Boolean)
  expect(new Set(keys).size).toBe(keys.length)
  expect(items.find((item) => item.role === 'quit')?.label).toBe('Stop everything and quit')
  expect(items.filter((item) => item.id === 'about')).toHaveLength(1)
})
