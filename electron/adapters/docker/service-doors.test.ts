import { connect, createServer, type AddressInfo, type Server } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { dockerForTests, dynoSpec, makeDockerWorld, witness } from './docker-world.fixture.ts'
import { createServiceDoors, hostFromInside, seenFromInside } from './service-doors.ts'

describe('what a container is told of add-ons (AD14)', () => {
  it('names this machine as Docker does, in what add-ons gave and nowhere else', () => {
    const env = {
      DATABASE_URL: 'postgres://ada:se/cret@localhost:5501/orders?sslmode=disable', REDIS_URL: 'redis://:p@127.0.0.1:6401', MEMCACHIER_SERVERS: 'localhost:11300,localhost:11301',
      MAIL_CATCHER_SMTP_SERVER: 'localhost', MAIL_CATCHER_SMTP_PORT: '2525', PAPERTRAIL_API_TOKEN: 'localhost-like', MINE: 'http://localhost:9999/',
    }
    const { env: inside, ports } = seenFromInside(env, Object.keys(env).filter((key) => key !== 'MINE'))
    expect(inside).toEqual({
      DATABASE_URL: `postgres://ada:se/cret@${hostFromInside}:5501/orders?sslmode=disable`, REDIS_URL: `redis://:p@${hostFromInside}:6401`, MEMCACHIER_SERVERS: `${hostFromInside}:11300,${hostFromInside}:11301`,
      MAIL_CATCHER_SMTP_SERVER: hostFromInside, MAIL_CATCHER_SMTP_PORT: '2525', PAPERTRAIL_API_TOKEN: 'localhost-like', MINE: 'http://localhost:9999/',
    })
    expect(ports).toEqual([5501, 6401, 11300, 11301, 2525])
  })
})

describe('a door for containers (AD14)', () => {
  const ends: (() => void | Promise<void>)[] = []
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end()
  })

  /** Another address of this machine stands for the gateway of a network. */
  const gateway = '127.0.0.2'

  async function echo(): Promise<number> {
    const server: Server = createServer((socket) => void socket.pipe(socket).on('error', () => undefined))
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
    ends.push(() => new Promise((resolve) => void server.close(() => resolve())))
    return (server.address() as AddressInfo).port
  }

  const say = (port: number, text: string): Promise<string> => new Promise((resolve, reject) => {
    const socket = connect({ host: gateway, port })
    let heard = ''
    socket.on('data', (data) => (heard += String(data))).on('end', () => resolve(heard)).on('error', reject)
    socket.end(text)
  })

  it.skipIf(process.platform !== 'linux')('passes bytes on to the service behind it, and closes with the engine', async () => {
    const port = await echo()
    const doors = createServiceDoors()
    ends.push(doors.stop)
    await Promise.all([doors.open(gateway, [port]), doors.open(gateway, [port])])
    expect(await say(port, 'hello '.repeat(50_000))).toBe('hello '.repeat(50_000))
    await doors.stop()
    await expect(say(port, 'hello')).rejects.toThrow('ECONNREFUSED')
  })

  it.skipIf(process.platform !== 'linux')('that can not be opened says so, and can be tried again', async () => {
    const port = await echo()
    const other = createServer()
    await new Promise<void>((resolve) => void other.listen(port, gateway, resolve))
    const doors = createServiceDoors()
    ends.push(doors.stop)
    await expect(doors.open(gateway, [port])).rejects.toThrow(`Port ${port} of ${gateway} can not be opened`)
    await new Promise<void>((resolve) => void other.close(() => resolve()))
    await doors.open(gateway, [port])
    expect(await say(port, 'again')).toBe('again')
  })
})

describe.skipIf(dockerForTests === null)('a dyno in a container, which needs a Docker (DYNARIUM_DOCKER) (AD14)', () => {
  it('reaches an add-on on this machine by the config var that it gave', async () => {
    const greeter = createServer((socket) => void socket.end('hello from outside\n').on('error', () => undefined))
    await new Promise<void>((resolve) => void greeter.listen(0, '127.0.0.1', resolve))
    const world = makeDockerWorld()
    const seen = witness(world)
    const { port } = greeter.address() as AddressInfo
    const command = 'at=${SERVICE_URL#tcp://}; exec 3<>/dev/tcp/${at%:*}/${at#*:}; cat <&3'
    world.runtime.start(dynoSpec('dyno-1', world.slug({ 'file.txt': '' }), command, { env: { SERVICE_URL: `tcp://localhost:${port}` }, servicesIn: ['SERVICE_URL'] }))
    try {
      expect(await seen.exit('dyno-1')).toMatchObject({ exitStatus: 0, failure: null })
      expect(seen.lines('dyno-1')).toEqual(['hello from outside'])
    } finally {
      await world.close()
      await new Promise<void>((resolve) => void greeter.close(() => resolve()))
    }
  }, 60_000)
})
