import { expect } from '@playwright/test'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { showView, test } from '../support/browser.ts'
import { connectClient } from '../support/client.ts'
import { platformApi } from '../support/platform-api.ts'
import { sampleRepository } from '../support/repository.ts'

/** For each request it asks the service with 1,000 bytes and answers once three times as many came back. */
const app = `
import { createServer } from 'node:http'
import { connect } from 'node:net'
createServer((request, response) => {
  const [host, port] = process.env.SERVICE.split(':')
  let read = 0
  const socket = connect({ host, port: Number(port) }, () => socket.write('x'.repeat(1000)))
  socket.on('error', () => response.writeHead(502).end())
  socket.on('data', (data) => {
    read += data.length
    if (read < 3000) return
    socket.destroy()
    response.end('the service answered')
  })
}).listen(process.env.PORT)
`

test('a link between a dyno and a service: what passes is counted on the page, both ways, and it is a target on the map (WI11)', async ({ page, stage, troubles }) => {
  test.setTimeout(120_000)
  const service = createServer((socket) => void socket.on('error', () => {}).on('data', (data) => socket.write(Buffer.concat([data, data, data]))))
  await new Promise<void>((listening) => service.listen(0, '127.0.0.1', listening))
  const client = await connectClient(stage.host())
  const { apiUrl } = await client.call('proxies:list', {})
  const made = await fetch(`${apiUrl ?? ''}/proxies`, { method: 'POST', body: JSON.stringify({ name: 'redis', listen: '127.0.0.1:0', upstream: `127.0.0.1:${(service.address() as AddressInfo).port}` }) })
  const { listen } = (await made.json()) as { listen: string }

  const api = platformApi(stage.host().url, stage.host().token)
  await api('POST', '/apps', { name: 'tea' })
  await api('PATCH', '/apps/tea/config-vars', { SERVICE: listen })
  const repository = await sampleRepository(join(stage.work, 'tea'), 'node')
  repository.write('web.js', app)
  await repository.commit('Ask the service')
  const pushed = await repository.push(stage.remote('tea'))
  expect(pushed.ok, pushed.output).toBe(true)

  await stage.enter(page)
  await page.getByTestId('app-tea').click()
  await showView(page, 'Faults')
  const map = page.getByTestId('fault-map')
  await expect(map.getByTestId('dyno-web.1')).toHaveAttribute('data-state', 'up', { timeout: 30_000 })
  const row = page.getByTestId('link-row-redis')
  await expect(row).toContainText('0 so far')
  for (const count of [1, 2, 3]) {
    await map.getByTestId('visit-send').click()
    await expect(row).toContainText(`${count} so far`)
  }
  await expect(row.getByRole('cell').nth(1)).toContainText('2.9 KB')
  await expect(row.getByRole('cell').nth(2)).toContainText('8.8 KB')

  // Aimed at with the keyboard alone; every answer then takes longer.
  await page.getByRole('searchbox', { name: 'Search faults' }).fill('latency')
  await page.getByTestId('fault-latency').click()
  const link = map.getByTestId('link-redis')
  await map.getByTestId('map-router').focus()
  await page.keyboard.press('End')
  await expect(link).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(link).toHaveAttribute('data-blast', 'true')
  await expect(page.getByTestId('blast')).toContainText('Every connection through the link redis')
  await expect(page.getByText('heroku faults:start latency --proxy redis --seconds 60')).toBeVisible()
  await page.getByTestId('knob-latencyMs').fill('700')
  await page.getByTestId('fault-start').click()
  await expect(link).toHaveAttribute('data-fault', 'true')
  await expect(row).toContainText('latency')
  await map.getByTestId('visit-send').click()
  await expect(row).toContainText('4 so far')
  await expect(map.getByText(/^200 in (7\d\d ms|[1-9][\d.]* s)$/)).toBeVisible()
  await page.keyboard.press('Control+.')
  await expect(row).toContainText('nothing')
  client.close()
  service.close()
  expect(troubles).toEqual([])
})
