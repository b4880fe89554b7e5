// What the languages bring by themselves, by name: Node 20's, Python 3.8's to 3.13's, Ruby 3's with its default gems.

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/))

export const nodeModules = words(`assert async_hooks buffer child_process cluster console constants crypto dgram diagnostics_channel dns domain events fs http http2 https inspector
module net os path perf_hooks process punycode querystring readline repl stream string_decoder sys timers tls trace_events tty url util v8 vm wasi worker_threads zlib`)

export const pythonModules = words(`__future__ abc aifc argparse array ast asyncio atexit audioop base64 bdb binascii bisect builtins bz2 cProfile calendar cgi cgitb chunk cmath cmd code
codecs codeop collections colorsys compileall concurrent configparser contextlib contextvars copy copyreg crypt csv ctypes curses dataclasses datetime dbm decimal difflib dis distutils
doctest email encodings ensurepip enum errno faulthandler fcntl filecmp fileinput fnmatch formatter fractions ftplib functools gc getopt getpass gettext glob graphlib grp gzip hashlib
heapq hmac html http imaplib imghdr imp importlib inspect io ipaddress itertools json keyword lib2to3 linecache locale logging lzma mailbox mailcap marshal math mimetypes mmap
modulefinder msvcrt multiprocessing netrc nntplib numbers operator optparse os ossaudiodev parser pathlib pdb pickle pickletools pipes pkgutil platform plistlib poplib posix pprint
profile pstats pty pwd py_compile pyclbr pydoc queue quopri random re readline reprlib resource rlcompleter runpy sched secrets select selectors shelve shlex shutil signal site smtpd
smtplib sndhdr socket socketserver spwd sqlite3 ssl stat statistics string stringprep struct subprocess sunau symtable sys sysconfig syslog tabnanny tarfile telnetlib tempfile termios
textwrap threading time timeit tkinter token tokenize tomllib trace traceback tracemalloc tty turtle types typing unicodedata unittest urllib uu uuid venv warnings wave weakref
webbrowser winreg winsound wsgiref xdrlib xml xmlrpc zipapp zipfile zipimport zlib zoneinfo pkg_resources setuptools pip`)

/** Packages whose modules have other names. */
export const pythonPackages: Readonly<Record<string, readonly string[]>> = {
  yaml: ['pyyaml'], PIL: ['pillow'], cv2: ['opencv'], bs4: ['beautifulsoup4'], sklearn: ['scikit-learn'], dotenv: ['python-dotenv'], psycopg2: ['psycopg2'], dateutil: ['python-dateutil'],
  jwt: ['pyjwt'], MySQLdb: ['mysqlclient'], Crypto: ['pycryptodome'], OpenSSL: ['pyopenssl'], magic: ['python-magic'], decouple: ['python-decouple'], environ: ['django-environ'],
  rest_framework: ['djangorestframework'], corsheaders: ['django-cors-headers'], google: ['google-'], attr: ['attrs'], docx: ['python-docx'], slugify: ['python-slugify'], memcache: ['memcached'],
  apscheduler: ['apscheduler'], werkzeug: ['flask', 'werkzeug'], jinja2: ['flask', 'jinja2'], click: ['flask', 'click'], starlette: ['fastapi', 'starlette'], pydantic: ['fastapi', 'pydantic'],
}

export const rubyLibraries = words(`English abbrev base64 benchmark bigdecimal bundler cgi coverage csv date dbm delegate did_you_mean digest drb erb etc expect fcntl fiddle fileutils find
forwardable getoptlong io ipaddr irb json logger matrix minitest monitor mutex_m net nkf objspace observer open-uri open3 openssl optparse ostruct pathname pp prettyprint prime pstore psych
pty racc rake random rdoc readline reline resolv rexml rinda ripper rubygems securerandom set shellwords singleton socket stringio strscan syslog tempfile time timeout tmpdir tracer
tsort un unicode_normalize uri weakref webrick yaml zlib thread continuation`)

/** Whether go.mod names the module that the package is in. */
export function goModuleOf(manifest: string, name: string): boolean {
  const modules = [...manifest.matchAll(/^\s*(?:module\s+|require\s+)?"?([\w.-]+\/?[^\s"]*)"?(?:\s+v\d\S*)?/gm)].map(([, module = '']) => module)
  return modules.some((module) => name === module || name.startsWith(`${module}/`))
}
