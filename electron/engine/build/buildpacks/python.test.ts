import { describe, expect, it } from 'vitest'
import { commands, planOf, refusal, runs, said, treeOf, written } from './plan-fixture.ts'
import { python } from './python.ts'

const pip = 'python3 -m pip install --target .dynarium/python --requirement'
const pipEnd = '--no-compile --disable-pip-version-check --no-input --progress-bar off'
const compile = 'python3 -m compileall -q --invalidation-mode unchecked-hash -s {BUILD_DIR} .dynarium/python'

describe('the Python buildpack', () => {
  it.each(['requirements.txt', 'Pipfile', 'poetry.lock', 'uv.lock', 'pyproject.toml', 'setup.py', 'manage.py', 'app.py', '.python-version'])('is chosen by %s', (file) => {
    expect(python.detect(treeOf({ [file]: '' }))).toBe(file)
  })

  it('is chosen by a virtual environment, which should not be in the source', () => {
    expect(python.detect(treeOf({ '.venv/bin/python': '' }))).toBe('.venv/bin/python')
    expect(python.detect(treeOf({ 'lib/app.py': '' }))).toBeNull()
  })

  it('needs neither pip nor a network when requirements.txt lists nothing', () => {
    const files = { 'requirements.txt': '# standard library only\n\n' }
    expect(python.tools(treeOf(files))).toEqual(['python3'])
    const plan = planOf(python, files)
    expect(commands(plan)).toEqual([])
    expect(said(plan)).toContain('requirements.txt lists nothing')
  })

  it('installs into a folder that can be moved, with downloads in the cache', () => {
    const plan = planOf(python, { 'requirements.txt': 'flask==3.0.0\n' })
    expect(commands(plan)).toEqual([`${pip} requirements.txt ${pipEnd}`, compile])
    expect(runs(plan)[0]?.env).toMatchObject({ PIP_CACHE_DIR: '{CACHE_DIR}/pip' })
    expect(written(plan, '.profile.d/python.sh')).toContain('export PYTHONPATH="$HOME/.dynarium/python${PYTHONPATH:+:$PYTHONPATH}"\n')
  })

  it('installs vendored wheels without a network', () => {
    const plan = planOf(python, { 'requirements.txt': 'six', 'vendor/wheels/six-1.17.0-py2.py3-none-any.whl': '' })
    expect(commands(plan)[0]).toBe(`${pip} requirements.txt --no-index --find-links vendor/wheels ${pipEnd}`)
  })

  it('reads Pipfile.lock itself, hashes and markers included', () => {
    const lock = {
      _meta: { sources: [{ url: 'https://pypi.org/simple' }] },
      default: {
        six: { version: '==1.17.0', hashes: ['sha256:aa', 'sha256:bb'], markers: "python_version >= '3.8'" },
        requests: { version: '==2.32.0', extras: ['socks'] },
      },
      develop: { pytest: { version: '==8.0.0' } },
    }
    const plan = planOf(python, { 'Pipfile.lock': JSON.stringify(lock) })
    expect(written(plan, '.dynarium/requirements.txt')).toBe("six==1.17.0 ; python_version >= '3.8' --hash=sha256:aa --hash=sha256:bb\nrequests[socks]==2.32.0\n")
    expect(commands(plan)[0]).toBe(`${pip} .dynarium/requirements.txt ${pipEnd}`)
  })

  it('uses poetry and uv for their lock files', () => {
    expect(commands(planOf(python, { 'poetry.lock': '' }))[0]).toBe('poetry install --only main --no-root --no-ansi')
    expect(commands(planOf(python, { 'uv.lock': '' }))).toEqual([
      'uv export --frozen --no-dev --no-emit-project --quiet --output-file .dynarium/requirements.txt',
      'uv pip install --python python3 --target .dynarium/python --requirement .dynarium/requirements.txt',
      compile,
    ])
  })

  it.each([
    [{ 'poetry.lock': '' }, 'poetry', 'Run: sudo apt-get install python3-poetry, then push again.'],
    [{ 'uv.lock': '' }, 'uv', 'Run: pip install uv, then push again.'],
    [{ 'requirements.txt': 'six' }, 'pip3', 'Run: sudo apt-get install python3-pip, then push again.'],
    [{ 'requirements.txt': '' }, 'python3', 'Run: sudo apt-get install python3 python3-pip, then push again.'],
  ])('%o without %s is refused with the way to get it', (files, tool, help) => {
    expect(refusal(() => planOf(python, files, { tools: { [tool]: null } }))).toMatchObject({ code: 'tool-missing', message: `Python needs ${tool}, which is not on this machine.`, help })
  })

  it('refuses two manifests, as Heroku does', () => {
    expect(refusal(() => planOf(python, { 'requirements.txt': '', 'uv.lock': '' }))).toMatchObject({
      code: 'lockfile-missing', message: 'Multiple Python package manager files were found: requirements.txt, uv.lock.', help: 'Keep one: git rm uv.lock',
    })
  })

  it.each([
    [{ 'app.py': '' }, 'Add a requirements.txt; it may be empty.'],
    [{ 'Pipfile': '' }, 'Make the lock file and commit it: pipenv lock'],
    [{ 'pyproject.toml': '' }, 'Make the lock file and commit it: poetry lock, or uv lock'],
    [{ 'requirement.txt': '' }, 'Rename it: git mv requirement.txt requirements.txt'],
  ])('%o without a manifest is refused with what to do', (files, help) => {
    expect(refusal(() => planOf(python, files))).toMatchObject({ code: 'lockfile-missing', help })
  })

  it('runs the hooks around the install', () => {
    const plan = planOf(python, { 'requirements.txt': 'six', 'bin/pre_compile': '', 'bin/post_compile': '' })
    expect(commands(plan)).toEqual(['bash bin/pre_compile', `${pip} requirements.txt ${pipEnd}`, compile, 'bash bin/post_compile'])
  })

  it('collects static files of a Django app unless told not to', () => {
    const files = { 'requirements.txt': 'Django==5.0\n', 'manage.py': '' }
    expect(commands(planOf(python, files))).toContain('python3 manage.py collectstatic --noinput')
    expect(commands(planOf(python, files, { config: { DISABLE_COLLECTSTATIC: '1' } }))).not.toContain('python3 manage.py collectstatic --noinput')
    expect(commands(planOf(python, { ...files, 'requirements.txt': 'flask' }))).not.toContain('python3 manage.py collectstatic --noinput')
  })

  it('has no default web type: a Procfile is needed', () => {
    expect(planOf(python, { 'requirements.txt': '' }).defaultTypes).toEqual({})
  })

  it('.python-version wins over runtime.txt when it warns', () => {
    const files = { 'requirements.txt': '', '.python-version': '# ours\n3.13\n', 'runtime.txt': 'python-3.11.9' }
    expect(said(planOf(python, files, { tools: { python3: '3.11.9' } }))).toContain('.python-version asks for Python 3.13; this machine has 3.11.9')
    expect(said(planOf(python, files, { tools: { python3: '3.13.1' } }))).not.toContain('asks for')
  })
})
