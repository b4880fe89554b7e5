// How what we made in Docker is known again: by labels, on containers, networks, volumes and images alike. What has no such label is never
// touched.

const prefix = 'local.dynarium'

export const labelNames = { data: `${prefix}.data`, session: `${prefix}.session`, app: `${prefix}.app`, dyno: `${prefix}.dyno`, build: `${prefix}.build`, server: `${prefix}.server`, redis: `${prefix}.redis` } as const

export type Owner = {
  /** The data folder of the engine it belongs to. */
  readonly data: string
  /** The run of the engine that made it. */
  readonly session: string
}

export function labelsOf(owner: Owner, of: { readonly app?: string; readonly dyno?: string; readonly build?: string; readonly server?: string; readonly redis?: string }): Record<string, string> {
  return {
    [labelNames.data]: owner.data, [labelNames.session]: owner.session,
    ...(of.app === undefined ? {} : { [labelNames.app]: of.app }), ...(of.dyno === undefined ? {} : { [labelNames.dyno]: of.dyno }),
    ...(of.build === undefined ? {} : { [labelNames.build]: of.build }), ...(of.server === undefined ? {} : { [labelNames.server]: of.server }),
    ...(of.redis === undefined ? {} : { [labelNames.redis]: of.redis }),
  }
}

/** Not of the run that made it: the same files have to give the same image. */
export const imageLabels = (data: string, app: string): Record<string, string> => ({ [labelNames.data]: data, [labelNames.app]: app })

/** For a list of what belongs to a data folder. */
export const filterOf = (data: string): { label: string[] } => ({ label: [`${labelNames.data}=${data}`] })

/** Servers of add-ons outlive dynos, and have who looks after them. */
export const isOfServer = (labels: Readonly<Record<string, string>> | null | undefined): boolean => labels?.[labelNames.server] !== undefined || labels?.[labelNames.redis] !== undefined
