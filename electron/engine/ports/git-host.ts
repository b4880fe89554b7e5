// One bare repository per app behind smart HTTP. A push waits in its pre-receive hook for the engine's word.

export type Push = {
  readonly appName: string
  /** Full ref name, e.g. refs/heads/main. */
  readonly ref: string
  /** 40 zeros for a new ref. */
  readonly oldCommit: string
  /** 40 zeros for a deletion. */
  readonly newCommit: string
  /** First line of the commit message, at most 200 characters. */
  readonly subject: string
  /** How the BuildHost finds the pushed objects while git keeps them in quarantine. */
  readonly handle: string
  readonly by: string
}

export type PushAnswer = { readonly accept: boolean }

export type PushHandler = {
  /** May this person reach this app at all? Throws PlatformError `app-not-found`. Returns the app's id. */
  admit(appName: string): string
  /** All refs of one push. `say` streams text to the person as `remote:` lines. `gone` runs when the pusher went away. */
  receive(pushes: readonly Push[], say: (text: string) => void, gone: (handler: () => void) => void): Promise<PushAnswer>
}

/** A folder of this machine that is part of a Git repository. */
export type RepositoryLook = {
  readonly commit: string
  readonly commits: number
  /** Nothing in the folder differs from the commit. */
  readonly isClean: boolean
  /** The folder is the root of the repository. */
  readonly isRoot: boolean
}

/** The handle of a build of a commit that the app's repository has kept since its push. */
export const keptHandle = (appId: string): string => `kept:${appId}`

export type GitHost = {
  connect(handler: PushHandler): void
  /** Null when it is in no repository, or has no commit yet. */
  lookAt(folder: string): Promise<RepositoryLook | null>
  /** A commit that brought or took away this text, in any branch; null when there is none. */
  findInHistory(folder: string, text: string): Promise<string | null>
  /** The repository follows the app's id, so a rename costs nothing. */
  forgetApp(appId: string): Promise<void>
  stop(): Promise<void>
}
