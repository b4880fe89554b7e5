// Carries out builds: exports source, runs buildpack steps, packs slugs. What to run is decided in engine/build.

import type { BuildSource } from '../../../shared/domain/build.ts'
import type { RuntimeKind } from '../../../shared/domain/runtime.ts'

/** A read-only look at a source tree: every path, and the text of its files. */
export type SourceTree = {
  /** Relative paths with `/`, files only, sorted; at most 200,000. */
  readonly paths: readonly string[]
  /** Text of a file in the root or up to fifteen folders down, null if it is absent or over 512 KB. */
  read(path: string): string | null
}

export type Tool = { readonly path: string; readonly version: string }

/**
 * One step of a plan, as data. Paths are relative to the build folder and may not leave it. In `argv` and the values of `env`
 * the host puts the absolute folders for `{BUILD_DIR}` and `{CACHE_DIR}` (the app's build cache, always there): no shell expands them.
 */
export type BuildStep =
  | { readonly kind: 'say'; readonly text: string }
  /** Runs a program with arguments (no shell) in the build folder or `cwd` below it; its output is indented and streamed. */
  | {
      readonly kind: 'run'
      readonly label: string
      readonly argv: readonly [string, ...string[]]
      readonly cwd?: string
      readonly env?: Readonly<Record<string, string>>
      /** Go on when it fails. */
      readonly optional?: boolean
    }
  | { readonly kind: 'write'; readonly path: string; readonly text: string; readonly executable?: boolean }
  | { readonly kind: 'remove'; readonly path: string }
  /** Brings a folder back from the app's build cache, if it is there and the source does not bring one itself. */
  | { readonly kind: 'restore'; readonly path: string }
  /** Copies a folder to the app's build cache; it stays in the build folder. Nothing to do when it is not there. */
  | { readonly kind: 'save'; readonly path: string }

export type StepResult = { readonly exitStatus: number }

export type Workspace = {
  readonly tree: SourceTree
  /** The source's own commit message or name, for descriptions. */
  readonly bytes: number
  /** Looks a program up on the build PATH; null when it is not there. The version is the first number it prints. */
  probe(tool: string): Promise<Tool | null>
  /** Throws PlatformError `build-cancelled` when ended by `cancel` or the time limit. */
  run(step: BuildStep, output: (text: string) => void): Promise<StepResult>
  /** A third-party buildpack: a git URL, a folder or a .tgz, fetched within 90 s. Throws `buildpack-fetch-failed`. */
  fetchBuildpack(address: string): Promise<FetchedBuildpack>
  /** Reads a file of the build folder as it is now, e.g. the Procfile after compile. */
  readFile(path: string): Promise<string | null>
  /** Reproducible: the same files give the same id. Throws `slug-too-large`, `disk-full`. */
  pack(): Promise<{ readonly slugId: string; readonly bytes: number; readonly files: number }>
  /** Ends what runs. */
  cancel(): void
  /** Removes the build folder. Always call it. */
  close(): Promise<void>
}

export type FetchedBuildpack = {
  readonly name: string
  /** `bin/detect BUILD_DIR`: the label it printed, or null for no. */
  detect(): Promise<string | null>
  /** `bin/compile BUILD_DIR CACHE_DIR ENV_DIR`; the `export` file of those before it is sourced first. */
  compile(output: (text: string) => void): Promise<StepResult>
  /** `bin/release BUILD_DIR`: its YAML text, or '' when it has none. */
  release(): Promise<string>
}

export type BuildRequest = {
  readonly buildId: string
  readonly appId: string
  readonly source: BuildSource
  /** Opaque to the engine: lets the host find the objects of a push that git still holds in quarantine. For a tarball: the id of its upload. */
  readonly handle: string | null
  /** Written to ENV_DIR, one file per key. */
  readonly config: Readonly<Record<string, string>>
  readonly stack: string
  /** Where the app's dynos run: it is built there, too. */
  readonly runtime: RuntimeKind
}

/** An image to be built from a Dockerfile. */
export type ImageOrder = {
  /** A process type, or `release`. */
  readonly name: string
  /** Relative to the source's root, and there. Its folder is the build context. */
  readonly dockerfile: string
  /** A stage of it; null: the last. */
  readonly target: string | null
  /** Build arguments. */
  readonly args: Readonly<Record<string, string>>
}

export type BuiltImage = {
  /** `sha256:` and 64 hex digits. */
  readonly image: string
  readonly bytes: number
  readonly layers: number
  /** Volumes it declares. */
  readonly volumes: readonly string[]
  /** What it runs by itself, as a shell would be told it; null when it says nothing. */
  readonly command: string | null
}

/** What dynos of a process type are made of. */
export type TypeImage = { readonly image: string; readonly command: string }

/** A build of images: what `Workspace` is for a slug. */
export type ImageWorkspace = {
  readonly tree: SourceTree
  /** Throws `image-step-failed`, `build-cancelled`, `disk-full`. */
  build(order: ImageOrder, output: (text: string) => void): Promise<BuiltImage>
  /** Keeps the images, by process type; the slug names them. `files` counts images. */
  pack(types: Readonly<Record<string, TypeImage>>): Promise<{ readonly slugId: string; readonly bytes: number; readonly files: number }>
  cancel(): void
  /** Removes what is not packed. Always call it. */
  close(): Promise<void>
}

export type BuildHost = {
  /** Exports the source, checks it, applies .slugignore. Throws `source-*`, `archive-unsafe`, `submodule-failed`, `disk-full`. */
  open(request: BuildRequest, output: (text: string) => void): Promise<Workspace>
  /** For the stack `container`. Throws as `open` does, and `stack-needs-containers` where there are none. */
  openImages(request: BuildRequest, output: (text: string) => void): Promise<ImageWorkspace>
  purgeCache(appId: string): Promise<void>
  hasSlug(slugId: string): boolean
  removeSlug(slugId: string): Promise<void>
  /** Forgets repositories, caches and uploads of an app that was destroyed. */
  forgetApp(appId: string): Promise<void>
  stop(): Promise<void>
}
