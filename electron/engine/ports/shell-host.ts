// Shells of the person whose machine this is, in which `heroku` and `git` speak to this Dynarium. No dyno: nothing of an app is in them.

export type ShellSpec = {
  readonly shellId: string
  /** Where it begins; null, or where that is no folder any more: the person's home. */
  readonly folder: string | null
  readonly terminal: { readonly columns: number; readonly rows: number }
}

export type OpenedShell = {
  /** As people call it, e.g. `zsh`. */
  readonly name: string
  /** Absolute: where it began. */
  readonly folder: string
}

export type ShellSink = {
  said(shellId: string, text: string): void
  /** Once, the last that is heard of it. Null: its status is not known. */
  ended(shellId: string, exitStatus: number | null): void
}

/** Unknown ids are ignored: it may just have ended. */
export type ShellHost = {
  /** Called once, before anything else. */
  connect(sink: ShellSink): void
  /** Rejects with an Error in words for people when it can not be started. */
  open(spec: ShellSpec): Promise<OpenedShell>
  write(shellId: string, text: string): void
  /** While held its output is read no further, and what runs in it waits. */
  hold(shellId: string, isHeld: boolean): void
  resize(shellId: string, columns: number, rows: number): void
  /** SIGHUP is what a terminal says when it is closed. */
  signal(shellId: string, signal: 'SIGHUP' | 'SIGKILL'): void
  /** Ends all of them; resolves when none is left. */
  stop(): Promise<void>
}
