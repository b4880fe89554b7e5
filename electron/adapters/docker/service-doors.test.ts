import { createSocket } from 'node:dgram'
import { connect, createServer, type AddressInfo, type Server } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { dockerForTests, dynoSpec, makeDockerWorld, witness } from './docker-world.fixture.ts'
import { createServiceDoors, hostFromInside, seenFromInside } from './service-doors.ts'

describe('what a container is told of add-ons (AD14)', () => {
  it('names this machine as Docker does, in what add-ons gave and nowhere else', () => {
    const env = {
      DATABASE_URL: 'postgres://ada:se/cret@localhost:5501/orders?sslmode=disable', REDIS_URL: 'redis://:p@127.0.0.1:6401', MEMCACHIER_SERVERS: 'localhost:11300,localhost:11301',
      MAIL_CATCHER_SMTP_SERVER: 'localhost', MAIL_CATCHER_SMTP_PORT: '2525', PAPERTRAIL_API_TOKEN: 'localhost-like', METRICS_URL: 'statsd://127.0.0.1:8125', METRICS_HOST: '127.0.0.1', METRICS_PORT: '8125', MINE: 'http://localhost:9999/',
    }
    const { env: inside, ports, udpPorts } = seenFromInside(env, Object.keys(env).filter((key) => key !== 'MINE'))
    expect(inside).toEqual({
      DATABASE_URL: `postgres://ada:se/cret@${hostFromInside}:5501/orders?sslmode=disable`, REDIS_URL: `redis://:p@${hostFromInside}:6401`, MEMCACHIER_SERVERS: `${hostFromInside}:11300,${hostFromInside}:11301`,
      MAIL_CATCHER_SMTP_SERVER: hostFromInside, MAIL_CATCHER_SMTP_PORT: '2525', PAPERTRAIL_API_TOKEN: 'localhost-like', METRICS_URL: `statsd://${hostFromInside}:8125`, METRICS_HOST: hostFromInside, METRICS_PORT: '8125', MINE: 'http://localhost:9999/',
    })
    expect([ports, udpPorts]).toEqual([[5501, 6401, 11300, 11301, 2525], [8125]])
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
    await Promise.all([doors.open(gateway, { ports: [port], udpPorts: [] }), doors.open(gateway, { ports: [port], udpPorts: [] })])
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
    await expect(doors.open(gateway, { ports: [port], udpPorts: [] })).rejects.toThrow(`Port ${port} of ${gateway} can not be opened`)
    await new Promise<void>((resolve) => void other.close(() => resolve()))
    await doors.open(gateway, { ports: [port], udpPorts: [] })
    expect(await say(port, 'again')).toBe('again')
  })
})

describe.skipIf(process.platform !== 'linux')('a door for datagrams (AD14, AM1)', () => {
  const gateway = '127.0.0.2'

  it('passes each on to the service behind it; one that can not be opened says so, and closed it is free again', async () => {
    const service = createSocket('udp4')
    const heard: string[] = []
    const first = new Promise<void>((came) => void service.on('message', (datagram) => {
      heard.push(String(datagram))
      came()
    }))
    await new Promise<void>((bound) => void service.bind(0, '127.0.0.1', bound))
    const { port } = service.address()
    const other = createSocket('udp4')
    await new Promise<void>((bound) => void other.bind(port, gateway, bound))
    const doors = createServiceDoors()
    await expect(doors.open(gateway, { ports: [], udpPorts: [port] })).rejects.toThrow(`Port ${port} of ${gateway} can not be opened`)
    await new Promise<void>((closed) => void other.close(closed))
    await doors.open(gateway, { ports: [], udpPorts: [port] })
    const client = createSocket('udp4')
    client.send('tea:1|c', port, gateway)
    await first
    expect(heard).toEqual(['tea:1|c'])
    await doors.stop()
    const next = createSocket('udp4')
    await new Promise<void>((bound) => void next.bind(port, gateway, bound))
    for (const socket of [service, client, next]) socket.close()
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

  it('reaches StatsD on this machine by the address that it was given', async () => {
    const service = createSocket('udp4')
    const heard = new Promise<string>((came) => void service.on('message', (datagram) => came(String(datagram))))
    await new Promise<void>((bound) => void service.bind(0, '127.0.0.1', bound))
    const world = makeDockerWorld()
    const seen = witness(world)
    const command = 'exec 3<>/dev/udp/$METRICS_HOST/$METRICS_PORT; printf tea:1\\|c >&3'
    const env = { METRICS_URL: `statsd://127.0.0.1:${service.address().port}`, METRICS_HOST: '127.0.0.1', METRICS_PORT: String(service.address().port) }
    world.runtime.start(dynoSpec('dyno-1', world.slug({ 'file.txt': '' }), command, { env, servicesIn: Object.keys(env) }))
    try {
      expect([await seen.exit('dyno-1'), seen.lines('dyno-1')]).toMatchObject([{ exitStatus: 0, failure: null }, []])
      expect(await heard).toBe('tea:1|c')
    } finally {
      await world.close()
      service.close()
    }
  }, 60_000)
})
