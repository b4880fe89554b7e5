// The proxy that most Node programs use, as fast as it goes: kept connections on both sides.
import { Agent, createServer } from 'node:http'
import httpProxy from 'http-proxy'

const [port, backendPort] = process.argv.slice(2).map(Number)
const proxy = httpProxy.createProxyServer({ target: `http://127.0.0.1:${backendPort}`, agent: new Agent({ keepAlive: true, maxSockets: 1024, maxFreeSockets: 1024 }), xfwd: true })
proxy.on('error', (_error, _request, response) => response.destroy())
createServer({ keepAliveTimeout: 3_600_000 }, (request, response) => proxy.web(request, response)).listen({ port, host: '127.0.0.1', backlog: 4096 })
