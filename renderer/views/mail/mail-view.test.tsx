// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { AddOn } from '../../../shared/domain/add-on.ts'
import type { Mail, Mailbox, MailSummary } from '../../../shared/domain/mail.ts'
import { exampleAddOn, exampleApp } from '../../scene/world.fixture.ts'
import { useAddOnDesk } from '../../store/addon-desk.ts'
import { farEngine, type FarEngine } from '../../store/far-engine.fixture.ts'
import { useUi } from '../../store/ui.ts'
import { MailView } from './mail-view.tsx'

const settle = () => act(() => new Promise((resolve) => setTimeout(resolve, 0)))
const addOn = exampleAddOn({ id: 'm1', name: 'mail-quiet-1', service: 'mail-catcher', plan: 'standard', config: { default: { MAIL_CATCHER_SMTP_SERVER: '••••••••', MAIL_CATCHER_SMTP_PORT: '••••••••' } } })
const summary: MailSummary = { id: 2, at: 1000, sender: 'bounce@shop.test', recipients: ['ada@example.test'], from: 'Shop <shop@shop.test>', to: ['Ada <ada@example.test>'], subject: 'Your order', bytes: 900, attachments: [] }
const hostile = '<h1>Hello</h1><script>window.parent.document.body.textContent = "ran"</script><img src="http://127.0.0.1:9/track.gif"><form action="http://127.0.0.1:9/"><input name="password"></form>'
const mail: Mail = { ...summary, headers: [{ name: 'Subject', value: 'Your order' }], text: 'Hello', html: hostile, isCut: false }
const box = (mails: readonly MailSummary[], more: Partial<Mailbox> = {}): Mailbox => ({ mails, count: mails.length, bytes: 900, received: mails.length, dropped: 0, ...more })

beforeEach(() => useAddOnDesk.setState({ shown: {} }))
afterEach(cleanup)

async function open(one: AddOn | null): Promise<FarEngine> {
  const engine = farEngine({ apps: { a1: exampleApp() }, addOns: one === null ? {} : { [one.id]: one } })
  render(<MailView />)
  await settle()
  return engine
}

async function openBox(shown: Mail, mailbox: Mailbox = box([summary])): Promise<FarEngine> {
  const engine = await open(addOn)
  act(() => engine.answer('mail:list', mailbox))
  await settle()
  act(() => engine.answer('mail:show', shown))
  await settle()
  return engine
}

test('AV5 without one it says what for and leads to its plans; one that is being made or could not be says so', async () => {
  await open(null)
  fireEvent.click(screen.getByRole('button', { name: 'Add a mail catcher to an app' }))
  expect([useUi.getState().page, useAddOnDesk.getState().service]).toEqual(['addons', 'mail-catcher'])
  cleanup()
  await open({ ...addOn, state: 'provisioning' })
  expect(screen.getByText(/It is being made/)).toBeTruthy()
  cleanup()
  await open({ ...addOn, state: 'errored', message: 'The port is taken.' })
  expect(screen.getByText('The port is taken.')).toBeTruthy()
})

test('a mailbox without mail says how the app sends one; the first that comes is shown by itself', async () => {
  const engine = await open(addOn)
  expect(screen.getByText('Asking for the mailbox.')).toBeTruthy()
  act(() => engine.answer('mail:list', box([])))
  await settle()
  expect(screen.getByRole('region', { name: 'Mailbox' }).textContent).toContain('MAIL_CATCHER_SMTP_SERVER, MAIL_CATCHER_SMTP_PORT')
  act(() => engine.item('mail', { mails: [summary] }))
  await settle()
  act(() => engine.answer('mail:list', box([summary])))
  await settle()
  expect(within(screen.getByRole('list', { name: 'Mails' })).getByText('Your order')).toBeTruthy()
  expect(engine.called('mail:show')).toEqual({ addOn: addOn.name, mail: 2 })
})

test('AV5 a hostile mail stands in a frame without any right, and nothing of it is in the page', async () => {
  await openBox(mail)
  const frame = screen.getByTitle('The mail as a page')
  expect([frame.tagName, frame.getAttribute('sandbox'), frame.getAttribute('referrerpolicy'), frame.getAttribute('srcdoc')]).toEqual(['IFRAME', '', 'no-referrer', hostile])
  expect([document.querySelector('script'), document.querySelector('img'), document.querySelector('input[name=password]'), document.body.textContent === 'ran']).toEqual([null, null, null, false])
  fireEvent.click(screen.getByRole('button', { name: 'As text' }))
  expect(screen.getByLabelText('The mail as text').textContent).toBe('Hello')
  expect(screen.queryByTitle('The mail as a page')).toBeNull()
})

test('markup in names, subjects and headers is text, long ones stand whole, and a sender that is another is told', async () => {
  const subject = `<b>${'long '.repeat(100)}</b>`
  const odd = { ...summary, subject, attachments: [{ name: `${'invoice-'.repeat(20)}<i>.csv`, type: 'text/csv', bytes: 10, isInline: false }] }
  const engine = await openBox({ ...mail, ...odd, html: null, text: null, isCut: true, headers: [{ name: 'X-Odd', value: '<u>x</u>' }] }, box([odd], { count: 300, dropped: 5 }))
  const page = screen.getByRole('region', { name: 'Mailbox' })
  expect([page.querySelector('h2 b'), page.querySelector('dd u'), page.querySelector('i')]).toEqual([null, null, null])
  expect(screen.getByRole('heading', { level: 2 }).textContent).toBe(subject)
  for (const words of ['handed over as bounce@shop.test', '<u>x</u>', '300 mails, 900 B, 5 older ones made room', 'and 299 older ones', 'Only its beginning is shown']) expect(page.textContent).toContain(words)
  fireEvent.click(screen.getByRole('button', { name: /^Save invoice-/ }))
  expect(engine.called('mail:attachment')).toEqual({ addOn: addOn.name, mail: 2, index: 0 })
})

test('a mail without a subject has a name; a mail or a box that is not answered says why', async () => {
  const engine = await open(addOn)
  await act(async () => engine.refuse('mail:list', 'addon-server-down', { addOn: addOn.name, why: 'it is being started', fix: 'Wait.' }))
  expect(screen.getByRole('alert').textContent).toContain('mail-quiet-1 does not answer')
  fireEvent.click(screen.getByRole('button', { name: 'Ask again' }))
  await settle()
  act(() => engine.answer('mail:list', box([{ ...summary, subject: '', from: '' }])))
  await settle()
  expect(within(screen.getByRole('list', { name: 'Mails' })).getByText('(no subject)')).toBeTruthy()
  expect(screen.getByText('bounce@shop.test to ada@example.test')).toBeTruthy()
  await act(async () => engine.refuse('mail:show', 'addon-server-down', { addOn: addOn.name, why: 'it is being started', fix: 'Wait.' }))
  expect(screen.getByRole('alert').textContent).toContain('does not answer')
})

test('a mailbox is emptied only after it was asked, with the number that goes', async () => {
  const engine = await openBox(mail, box([summary, { ...summary, id: 1 }]))
  fireEvent.click(screen.getByRole('button', { name: 'Empty' }))
  expect(engine.called('mail:clear')).toBeUndefined()
  fireEvent.click(screen.getByRole('button', { name: 'Delete all 2 mails' }))
  await settle()
  expect(engine.called('mail:clear')).toEqual({ addOn: addOn.name })
  act(() => engine.answer('mail:clear', { count: 2 }))
  await settle()
  act(() => engine.answer('mail:list', box([])))
  await settle()
  expect(screen.getByText(/No mail yet/)).toBeTruthy()
})
