// The links of the TCP proxy. They make no events, so whoever looks asks for them, once a second.

import { create } from 'zustand'
import { countedLinks, type Link } from '../scene/links.ts'
import { keepOpen } from './keep-open.ts'

export type Links = { readonly list: readonly Link[] }

const lookEveryMs = 1000

export const useLinks = create<Links>(() => ({ list: [] }))

export function followLinks(): () => void {
  return keepOpen((client) => {
    let timer: ReturnType<typeof setTimeout> | null = null
    let isOver = false
    const later = (): void => {
      if (!isOver) timer = setTimeout(look, lookEveryMs)
    }
    function look(): void {
      client.call('proxies:list', {}).then(({ proxies }) => {
        if (!isOver) useLinks.setState(({ list }) => ({ list: countedLinks(list, proxies, performance.now()) }))
        later()
      }, later)
    }
    look()
    return () => {
      isOver = true
      if (timer !== null) clearTimeout(timer)
    }
  })
}
