// Every way Dynarium says no, as data: the Platform API's error id and status, what happened and why, what to try.
// `{name}` is filled from the error's params.

export type Refusal = {
  /** Error id of Heroku's Platform API. */
  readonly id: string
  readonly status: number
  readonly message: string
  readonly help: string
}

const invalid = (message: string, help: string): Refusal => ({ id: 'invalid_params', status: 422, message, help })
const missing = (message: string, help: string): Refusal => ({ id: 'not_found', status: 404, message, help })
const conflict = (message: string, help: string): Refusal => ({ id: 'conflict', status: 409, message, help })
const broken = (message: string, help: string): Refusal => ({ id: 'internal_server_error', status: 500, message, help })

export const refusals = {
  'app-not-found': missing("Couldn't find that app: {app}.", 'List the apps, or create it with that name.'),
  'app-name-invalid': invalid(
    'Name "{name}" is not valid: it must start with a letter, end with a letter or digit, and have 3 to 30 lower-case letters, digits and dashes.',
    'Try "{suggestion}".',
  ),
  'app-name-taken': invalid('Name {name} is already taken.', 'Choose another name; names are subdomains, so each can be used once.'),
  'confirmation-required': { id: 'confirmation_required', status: 423, message: 'Confirm with the name of the app: {app}.', help: 'Type {app} exactly. Nothing was destroyed.' },
  'app-busy-building': conflict('App {app} is building right now.', 'Wait for the build to end, then try again.'),
  'config-key-invalid': invalid(
    'Config var name "{key}" is not valid: letters, digits and underscores, not starting with a digit or two underscores.',
    'Use a name like DATABASE_URL.',
  ),
  'config-key-reserved': invalid('Config var {key} is set by the platform.', 'Choose another name; PORT, DYNO, HOME and HEROKU_* belong to the platform.'),
  'config-too-large': invalid('The config vars of {app} would take {bytes} bytes; the limit is {limit}.', 'Keep large values in a file or a backing service.'),
  'config-key-missing': missing('{app} has no config var {key}.', 'Nothing was changed. List the config vars to see their names.'),
  'type-not-found': missing("Couldn't find that process type: {type}.", 'The current release has: {known}. Add a line "{type}: command" to the Procfile and deploy.'),
  'size-not-found': invalid('No such dyno size: {size}.', 'Sizes of this era: {known}.'),
  'quantity-invalid': invalid('"{quantity}" is not a number of dynos: a whole number from 0 to {max}.', 'Try web=1.'),
  'quantity-over-type-limit': invalid('Cannot scale {type} to {quantity}: {size} allows at most {max} of one process type.', 'Choose at most {max}{other}.'),
  'quantity-over-app-limit': invalid('Cannot scale: {app} would have {quantity} dynos, the limit of an app is {max}.', 'Scale another process type down first.'),
  'sizes-do-not-mix': invalid('{size} dynos can not be mixed with {other} dynos in one app.', 'Set every process type of the app to one of the two sizes.'),
  'preboot-size': invalid('Preboot needs Standard or Performance dynos, and web of {app} is {size}.', 'Turn preboot off, or choose a larger size, e.g. standard-1x.'),
  'scale-grammar': invalid('"{text}" is not a scale: write type=N, type+N or type-N, with an optional :size.', 'Try web=2 or worker=1:standard-2x.'),
  'domain-invalid': invalid('"{hostname}" is not a host name that can be routed.', 'Use a name like www.example.test. Names below localhost belong to apps.'),
  'domain-taken': invalid('{hostname} is already routed to {app}.', 'Remove it there first.'),
  'domain-not-found': missing("Couldn't find that domain: {hostname}.", 'List the domains of the app.'),
  'readiness-path-invalid': invalid('"{path}" can not be asked whether a dyno is ready: {why}.', 'Use a path of your app like /ready. Nothing was changed.'),
  'hosts-lost': conflict('Every host is lost right now, so {what} can not start.', 'End the host or zone loss, or wait until it is over, then try again.'),
  'buildpack-invalid': invalid('"{buildpack}" is not a buildpack: {why}.', 'Use heroku/<language>, a git URL, a folder, or a .tgz.'),
  'stack-not-found': invalid('No such stack: {stack}.', 'Stacks: {known}.'),
  'release-not-found': missing("Couldn't find release {version} of {app}.", 'List the releases.'),
  'release-without-slug': invalid('Release v{version} has no slug, so there is nothing to run.', 'Roll back to a release made by a deploy.'),
  'release-failed': invalid('Release v{version} failed, so it can not be rolled back to.', 'Choose a release that succeeded.'),
  'release-pending': conflict('Release v{version} of {app} is still pending.', 'Wait for its release command to end, then try again.'),
  'release-is-current': invalid('v{version} is the current release already.', 'Choose an earlier one.'),
  'slug-missing': invalid('The slug of v{version} is not on this disk any more.', 'Deploy that commit again.'),
  'dyno-not-found': missing("Couldn't find that dyno: {dyno}.", 'List the dynos of {app}.'),
  'request-not-found': missing('Nothing is known of request {request}.', 'Only recent requests can be explained: send it again and ask then.'),
  'fault-not-found': missing('There is no fault named {fault}.', 'The catalogue has: {known}.'),
  'fault-param-unknown': invalid('{fault} has no parameter {param}.', 'It has: {known}.'),
  'fault-param-invalid': invalid('{param} of {fault} can not be "{value}": it takes {range}.', 'Leave it out for its default. Nothing was changed.'),
  'fault-target-unknown': missing('There is no {what} named {name}.', 'There are: {known}.'),
  'fault-target-unfit': invalid('"{fault}" can not be put there: {why}.', 'Choose another target, or another fault. Nothing was changed.'),
  'fault-without-target': conflict('"{fault}" has nothing to act on: {why}.', 'Start it when there is. Nothing was changed.'),
  'fault-too-wide': conflict('"{fault}" would touch {count} dynos, and {most} are allowed: {radius}', 'Aim at fewer dynos, or allow more. Nothing was changed.'),
  'fault-failed': conflict('"{fault}" could not be put in force: {why}', 'What was begun of it was taken back; its receipt says so.'),
  'leases-too-many': conflict('{count} faults are in force, which is the most at one time.', 'End some of them first.'),
  'lease-not-found': missing('There is no fault in force with the id {lease}.', 'It may have ended long ago. List those in force.'),
  'code-not-caused': invalid('{code} can not be caused now: {why}.', 'Read its page: it shows the line and what to do all the same.'),
  'code-busy': conflict('{code} is being caused or fixed right now.', 'Wait until that is through.'),
  'code-not-seen': invalid('After {seconds} seconds this was still not so: {what}.', 'Look into the log of the museum\'s app, or try again on a quieter machine.'),
  'traffic-not-running': conflict('No traffic is being sent to {app}.', 'Nothing was changed. Start it first.'),
  'nothing-to-run': invalid('{app} has no slug yet, so there is nothing to run.', 'Deploy it first: git push.'),
  'build-in-progress': conflict('A build of {app} is under way: one at a time.', 'Push again when it has ended. Nothing was changed.'),
  'build-not-found': missing("Couldn't find build {build}.", 'List the builds of the app.'),
  'build-not-running': conflict('Build {build} is not running: it has {status}.', 'There is nothing to cancel.'),
  'build-cancelled': conflict('The build was cancelled.', 'Start it again when you want to.'),
  'build-interrupted': conflict('The build was interrupted: the engine stopped.', 'Push again: git commit --allow-empty, or deploy the folder again.'),
  'build-timeout': invalid('The build took longer than {minutes} minutes and was ended.', 'See the last step in the build log for what hung.'),
  'compile-failed': invalid('Push rejected, failed to compile {language} app: {step} ended with status {status}.', 'The lines above show why. The running release was left alone.'),
  'no-buildpack': invalid(
    'No default language could be detected for this app: none of the files a buildpack looks for is in the root of the source.',
    'Put the manifest ({files}) in the root, check that git tracks it, or set a buildpack.',
  ),
  'buildpack-not-compatible': invalid('App not compatible with buildpack: {buildpack}.', 'It says no to this source. Choose another buildpack or clear the setting.'),
  'buildpack-fetch-failed': invalid("Couldn't fetch buildpack {buildpack}: {why}.", 'Check the address, and the network if it is not on this machine.'),
  'tool-missing': invalid('{language} needs {tool}, which is not on this machine.', '{install}'),
  'lockfile-missing': invalid('{why}', '{fix}'),
  'source-empty': invalid('The source has no files.', 'Commit something first; .slugignore may also leave nothing over.'),
  'source-unreadable': invalid("Couldn't read the source: {why}.", 'Check that the path is there and that you may read it.'),
  'source-too-large': invalid('The source is {size}; the limit is {limit}.', 'Leave files out with .slugignore, or keep them in a store.'),
  'archive-unsafe': invalid('The archive was refused: {why}.', 'Make it with plain files and folders, relative paths and no links that leave it.'),
  'submodule-failed': invalid("Couldn't fetch submodule {path} from {url}: {why}.", 'Check that its address can be reached without a password.'),
  'slug-too-large': invalid('Compiled slug size: {size} is too large (max is {limit}).', 'Leave files out with .slugignore. See the largest: {largest}.'),
  'procfile-invalid': invalid('Procfile line {line} is not "type: command": {text}', 'Correct that line and push again.'),
  'ref-not-built': invalid('Pushed to {ref}, skipping build.', 'Push to main: git push heroku {branch}:main.'),
  'ref-undeletable': invalid('{branch} can not be deleted: it is what the app is built from.', 'Destroy the app instead, if that is what you want. Nothing was changed.'),
  'refs-ambiguous': invalid('One push brought both main and master, and only one of them can be built.', 'Push one of them: git push heroku main. Nothing was changed.'),
  'launch-failed': invalid("Couldn't start {dyno}: {why}.", 'Check the command in the Procfile.'),
  'attach-limit': conflict('{app} has {count} one-off dynos running, the limit of its size.', 'Stop one of them first.'),
  'sample-not-found': missing('No such sample: {sample}.', 'Samples: {known}.'),
  'disk-full': { id: 'insufficient_storage', status: 507, message: 'The disk is full: {what} was not kept.', help: 'Free some space, then try again. Nothing was left half done.' },
  'journal-halted': { id: 'insufficient_storage', status: 507, message: 'The journal can not be written ({why}), so nothing is accepted.', help: 'Free some space on the disk of {path}, then start Dynarium again. All acknowledged changes are kept.' },
  'input-invalid': { id: 'bad_request', status: 400, message: 'That is not what {call} takes: {why}.', help: 'Correct it and send it again.' },
  'call-unknown': missing('There is no call named {call}.', 'The protocol page lists the calls.'),
  'not-implemented': { id: 'not_implemented', status: 501, message: '{call} is not implemented.', help: 'The API page lists what is.' },
  'path-not-found': missing('There is nothing at {path}.', 'The API page lists what there is.'),
  'not-acceptable': { id: 'not_acceptable', status: 406, message: 'This is version 3 of the Platform API; the Accept header asks for {accept}.', help: 'Send Accept: application/vnd.heroku+json; version=3.' },
  'range-invalid': { id: 'requested_range_not_satisfiable', status: 416, message: 'The Range header can not be met: {why}.', help: 'Send e.g. Range: id ..; max=200.' },
  'body-too-large': { id: 'request_entity_too_large', status: 413, message: 'The body is larger than {limit}.', help: 'Send less at once.' },
  'rate-limited': { id: 'rate_limit', status: 429, message: 'Too much at once: {why}.', help: 'Wait for some of it to end, then try again.' },
  'unauthorized': { id: 'unauthorized', status: 401, message: 'Invalid credentials provided.', help: 'Send the token that stands in the file "token" of the data folder.' },
  'forbidden': { id: 'forbidden', status: 403, message: 'Refused: {why}.', help: 'Use the address that Dynarium printed.' },
  'engine-gone': { id: 'unavailable', status: 503, message: 'The engine is not there: {why}.', help: 'It restarts by itself; if not, start Dynarium again.' },
  'unsupported': invalid('{what} is not supported on this machine: {why}.', '{fix}'),
  'bug': broken('Something in Dynarium itself went wrong: {why}.', 'The details are in engine.log of the data folder. Please report it with that file.'),
} as const satisfies Record<string, Refusal>

export type RefusalCode = keyof typeof refusals
