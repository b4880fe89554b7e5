// Requests of one app as they end: what the access log shows. The engine sends a fair sample of very many and counts them all, so
// that it can be said which share is shown.

import { create } from 'zustand'
import type { RequestReport } from '../../shared/domain/route.ts'
import type { StreamItem } from '../../shared/protocol/streams.ts'
import { keyOf } from '../scene/access-list.ts'
import { keepOpen } from './keep-open.ts'
import { platformNow } from './platform-time.ts'

/** One item of the stream: how many ended, and how many of those were sent. */
export type AccessBeat = { readonly at: number; readonly ended: number; readonly sent: number }
export type Access = {
  readonly appId: string | null
  /** False until the history came. */
  readonly isKnown: boolean
  /** Oldest first. */
  readonly requests: readonly RequestReport[]
  /** Of the last seconds. */
  readonly beats: readonly AccessBeat[]
}

const history = 1000
const requestsKept = 2000
const perSecond = 200
const beatsKept = 50
/** Requests come in bursts; the list is drawn at most this often, in milliseconds. */
const drawEveryMs = 250
const itemsWaiting = 600
const nothing: Access = { appId: null, isKnown: false, requests: [], beats: [] }

export const useAccess = create<Access>(() => nothing)

export function followAccess(appId: string): () => void {
  useAccess.setState({ ...nothing, appId }, true)
  let waiting: StreamItem<'flow'>[] = []
  let timer: ReturnType<typeof setTimeout> | null = null

  function draw(): void {
    timer = null
    const items = waiting
    waiting = []
    useAccess.setState((access) => items.reduce((held, item) => takeItem(held, item, platformNow()), access))
  }

  const close = keepOpen((client) => client.open('flow', { app: appId, history, perSecond }, (item) => {
    waiting = [...waiting, item].slice(-itemsWaiting)
    timer ??= setTimeout(draw, drawEveryMs)
  }, () => {}))
  return () => {
    close()
    if (timer !== null) clearTimeout(timer)
  }
}

/** A stream that was opened again repeats what is known: each request is there once. */
export function takeItem(access: Access, item: StreamItem<'flow'>, at: number): Access {
  const known = new Set(access.requests.map(keyOf))
  const fresh = item.requests.filter((report) => !known.has(keyOf(report)))
  const beats = item.ended === 0 ? access.beats : [...access.beats, { at, ended: item.ended, sent: item.requests.length }].slice(-beatsKept)
  const requests = fresh.length === 0 ? access.requests : [...access.requests, ...fresh].slice(-requestsKept)
  return { appId: access.appId, isKnown: true, requests, beats }
}
