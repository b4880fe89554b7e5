// Those who run: each a proxy in front of the same backend, in processes of its own that are pinned to one core.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { pause } from '../figures.mjs'
import { isOpen } from '../is-open.mjs'

/** The proxy has this one to itself; clients and backend share the other. */
const proxyCore = 0
export const loadCore = 1
const startLimitMs = 10_000
const stopLimitMs = 3000
const here = import.meta.dirname

/** @typedef {{ name: string, port: number, pid: number, child: import('node:child_process').ChildProcess, stop: () => Promise<void> }} Contestant */

/** Answers every request the same way, on `ports`, and serves the file `big` from `folder`. */
export async function startBackend(folder, ports) {
  const listen = ports.map((port) => `listen 127.0.0.1:${port} backlog=4096;`).join(' ')
  return startNginx('backend', folder, ports[0], loadCore, `
    server { ${listen} keepalive_requests 1000000000; keepalive_timeout 1h; default_type text/plain;
      location / { return 200 "hello world"; }
      location /big { root ${folder}; } }`)
}

export async function startProxyNginx(folder, backendPort) {
  const port = await freePort()
  return startNginx('nginx', folder, port, proxyCore, `
    upstream backend { server 127.0.0.1:${backendPort}; keepalive 128; keepalive_requests 1000000000; }
    server { listen 127.0.0.1:${port} backlog=4096; keepalive_requests 1000000000; keepalive_timeout 1h;
      location / { proxy_pass http://backend; proxy_http_version 1.1; proxy_max_temp_file_size 0;
        proxy_set_header Connection ""; proxy_set_header Host $http_host; proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_set_header X-Forwarded-Proto $scheme; proxy_set_header X-Request-Id $request_id; } }`)
}

async function startNginx(name, folder, port, core, http) {
  const file = join(folder, `${name}.conf`)
  writeFileSync(file, `daemon off; master_process off; pid ${folder}/${name}.pid; error_log stderr error; events { worker_connections 8192; }
  http { access_log off; sendfile on; tcp_nodelay on; client_body_temp_path ${folder}/${name}-body; proxy_temp_path ${folder}/${name}-proxy;
    fastcgi_temp_path ${folder}/${name}-f; uwsgi_temp_path ${folder}/${name}-u; scgi_temp_path ${folder}/${name}-s; ${http} }\n`)
  return start(name, port, core, ['nginx', '-p', folder, '-e', 'stderr', '-c', file])
}

export async function startHaproxy(folder, backendPort) {
  const port = await freePort()
  const file = join(folder, 'haproxy.cfg')
  writeFileSync(file, `global
  nbthread 1
  maxconn 8192
defaults
  mode http
  timeout connect 5s
  timeout client 1h
  timeout server 1h
  http-reuse always
frontend in
  bind 127.0.0.1:${port} backlog 4096
  option forwardfor
  unique-id-format %{+X}o%ci:%cp_%Ts_%rt
  unique-id-header X-Request-Id
  default_backend dynos
backend dynos
  server one 127.0.0.1:${backendPort} maxconn 4096 pool-max-conn -1
`)
  return start('haproxy', port, proxyCore, ['haproxy', '-q', '-db', '-f', file])
}

export async function startHttpProxy(backendPort) {
  const port = await freePort()
  return start('http-proxy', port, proxyCore, [process.execPath, join(here, 'http-proxy.mjs'), String(port), String(backendPort)])
}

/** `sinkCore`: of the thread that takes the reports, which is the engine's place. */
export async function startOurs(name, edgeModule, targets, { apps = 1, sinkCore = loadCore } = {}) {
  const port = await freePort()
  const started = await start(name, port, proxyCore, [process.execPath, join(here, 'ours.mjs'), JSON.stringify({ port, edgeModule, targets, apps })], ['ignore', 'ignore', 'inherit', 'ipc'])
  // Without -a only the first thread moves; the edge's and those of its runtime stay.
  await once(spawn('taskset', ['-pc', String(sinkCore), String(started.pid)], { stdio: 'ignore' }), 'exit')
  return started
}

async function start(name, port, core, command, stdio = ['ignore', 'ignore', 'inherit']) {
  const child = spawn('taskset', ['-c', String(core), ...command], { stdio })
  const ended = once(child, 'exit')
  const limit = performance.now() + startLimitMs
  while (!(await isOpen(port))) {
    if (child.exitCode !== null || performance.now() > limit) {
      child.kill('SIGKILL')
      throw new Error(`${name} did not start on port ${port}`)
    }
    await pause(50)
  }
  async function stop() {
    child.kill('SIGTERM')
    const late = setTimeout(() => child.kill('SIGKILL'), stopLimitMs)
    await ended
    clearTimeout(late)
  }
  return { name, port, pid: child.pid, child, stop }
}

/** Resident memory of a process, in bytes. */
export const residentBytes = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) * 1024

export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}
