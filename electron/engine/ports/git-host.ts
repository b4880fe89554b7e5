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
  /** A push that was accepted is over: its refs have moved, and its commits can be had without its handle. */
  landed(pushes: readonly Push[]): void
}

/** `at` in milliseconds since the epoch. */
export type CommitFacts = { readonly id: string; readonly subject: string; readonly author: string; readonly at: number }

export type Branch = { readonly name: string; readonly commit: string; readonly subject: string }

/** How `to` lies to `from`. Lists have the newest first and at most `most` entries; the counts are whole. */
export type CommitsBetween =
  /** None of the repositories has this one. */
  | { readonly kind: 'absent'; readonly commit: string }
  | { readonly kind: 'unrelated' }
  | { readonly kind: 'related'; readonly ahead: readonly CommitFacts[]; readonly aheadCount: number; readonly behind: readonly CommitFacts[]; readonly behindCount: number }

/** A folder of this machine that is part of a Git repository. */
export type RepositoryLook = {
  readonly commit: string
  readonly commits: number
  /** Nothing in the folder differs from the commit. */
  readonly isClean: boolean
  /** The folder is the root of the repository. */
  readonly isRoot: boolean
}

/** For a BuildHost: a commit that the app's repository has kept. */
export const keptHandle = (appId: string): string => `kept.${appId}`

export type GitHost = {
  connect(handler: PushHandler): void
  /** All of an app's repository, by name, main and master too. None for an app nothing was pushed to. */
  branches(appId: string): Promise<readonly Branch[]>
  /** Text of a file of a commit; null when it is not there, or over 512 KB. */
  readFile(place: { readonly appId: string; readonly commit: string; readonly path: string }): Promise<string | null>
  /** `ahead` is what `to` has and `from` has not. The repositories of all these apps are looked in together. */
  compare(order: { readonly appIds: readonly string[]; readonly from: string; readonly to: string; readonly most: number }): Promise<CommitsBetween>
  /** Makes a commit of one app the branch main of another, whatever it was before. Answers with a handle for a BuildHost, which holds as long as the app is there. */
  adopt(order: { readonly from: string; readonly commit: string; readonly to: string }): Promise<{ readonly handle: string }>
  /** Null when it is in no repository, or has no commit yet. */
  lookAt(folder: string): Promise<RepositoryLook | null>
  /** A commit that brought or took away this text, in any branch; null when there is none. */
  findInHistory(folder: string, text: string): Promise<string | null>
  /** The repository follows the app's id, so a rename costs nothing. */
  forgetApp(appId: string): Promise<void>
  stop(): Promise<void>
}
