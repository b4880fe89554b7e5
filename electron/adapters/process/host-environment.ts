// What a program may know of this machine. Nothing else of the engine's own environment is passed on: a dyno or a build sees
// the same on every start, whoever started Dynarium and from where.

type Environment = Readonly<Record<string, string | undefined>>

/** Where programs are, and how text and time are written. */
const everywhere = ['PATH', 'LANG', 'LC_ALL', 'TZ']
/** Version managers and toolchains look for themselves through these; HOME is not the person's, so they can not guess. */
const toolchains = ['JAVA_HOME', 'GOROOT', 'PYENV_ROOT', 'RBENV_ROOT', 'ASDF_DIR', 'ASDF_DATA_DIR', 'VOLTA_HOME', 'NVM_DIR', 'SDKMAN_DIR', 'MISE_DATA_DIR']
/** Without these Windows programs do not even start. */
const windows = ['SystemRoot', 'SystemDrive', 'windir', 'ComSpec', 'PATHEXT', 'ProgramFiles', 'ProgramFiles(x86)', 'ProgramData', 'NUMBER_OF_PROCESSORS']
/** How this machine reaches package registries: only builds go there. */
const network = [
  'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'ALL_PROXY', 'http_proxy', 'https_proxy', 'no_proxy', 'all_proxy', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'NODE_EXTRA_CA_CERTS',
  'npm_config_registry', 'NPM_CONFIG_REGISTRY', 'PIP_INDEX_URL', 'PIP_TRUSTED_HOST', 'GOPROXY', 'GONOSUMDB', 'GOSUMDB', 'GOTOOLCHAIN', 'COMPOSER_REPO_PACKAGIST',
]

export function hostEnvironment(host: Environment, platform: NodeJS.Platform = process.platform): Record<string, string> {
  const names = [...everywhere, ...toolchains, ...(platform === 'win32' ? windows : [])]
  const environment = pick(host, names, platform)
  if (environment['LANG'] === undefined && environment['LC_ALL'] === undefined) environment['LANG'] = 'C.UTF-8'
  return environment
}

export function hostNetworkEnvironment(host: Environment, platform: NodeJS.Platform = process.platform): Record<string, string> {
  return pick(host, network, platform)
}

/** Windows names its variables without regard to case: `Path` is PATH. */
function pick(host: Environment, names: readonly string[], platform: NodeJS.Platform): Record<string, string> {
  const found: Record<string, string> = {}
  for (const name of names) {
    const key = platform === 'win32' ? Object.keys(host).find((candidate) => candidate.toLowerCase() === name.toLowerCase()) : name
    const value = key === undefined ? undefined : host[key]
    if (value !== undefined) found[name] = value
  }
  return found
}
