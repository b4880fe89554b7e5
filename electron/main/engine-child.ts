import { utilityProcess, type MessagePortMain, type UtilityProcess } from 'electron'
import type { EngineState, FromEngine, ToEngine } from './engine-messages'

const STOP_LIMIT_MS = 10_000

/** The engine's process: started here, given page connections, restarted on request, stopped in order. */
export class EngineChild {
  #state: EngineState = { kind: 'starting' }
  #child: UtilityProcess | null = null
  #stopping = false

  constructor(
    private readonly entry: string,
    private readonly args: readonly string[],
    private readonly onState: (state: EngineState) => void,
  ) {}

  get state(): EngineState {
    return this.#state
  }

  /** @returns the process id, for the about box and for tests that end it from outside */
  get pid(): number | undefined {
    return this.#child?.pid
  }

  start(): void {
    this.#enter({ kind: 'starting' })
    const child = utilityProcess.fork(this.entry, [...this.args], { serviceName: 'Dynarium engine', stdio: 'inherit' })
    this.#child = child
    child.on('message', (message: FromEngine) => this.#hear(message))
    child.on('exit', (code) => {
      if (this.#child !== child) return
      this.#child = null
      // A refusal to start was explained already; the exit that follows it is no news.
      if (this.#stopping || this.#state.kind === 'failed') return
      this.#enter({ kind: 'lost', message: `The engine process ended unexpectedly (code ${code}).` })
    })
  }

  /** Hands a page's connection to the engine. Only a ready engine answers, so ask for the state first. */
  connect(port: MessagePortMain): void {
    this.#send({ kind: 'client' }, [port])
  }

  /** Asks for an orderly end, and insists after ten seconds. */
  async stop(): Promise<void> {
    this.#stopping = true
    const child = this.#child
    if (!child) return
    await new Promise<void>((resolve) => {
      const insist = setTimeout(() => child.kill(), STOP_LIMIT_MS)
      child.once('exit', () => {
        clearTimeout(insist)
        resolve()
      })
      this.#send({ kind: 'shutdown' })
    })
  }

  #hear(message: FromEngine): void {
    switch (message.kind) {
      case 'ready':
        // The token stays in this process: a page in the window talks over its port and needs none.
        return this.#enter({ kind: 'ready', url: message.url, router: message.router })
      case 'failed':
        return this.#enter({ kind: 'failed', message: message.message })
      case 'stopped':
        // All its work is put away; the process itself has nothing left to wait for.
        return void this.#child?.kill()
    }
  }

  #enter(state: EngineState): void {
    this.#state = state
    this.onState(state)
  }

  #send(message: ToEngine, ports: MessagePortMain[] = []): void {
    this.#child?.postMessage(message, ports)
  }
}
