// Two apps in the shape of what many people begin with, written for this test alone, so that a check is not tuned to the samples. Neither
// needs a package from elsewhere: the parts of a framework that they use are in them.

export type KnownApp = { readonly id: string; readonly files: Readonly<Record<string, string>>; readonly verdicts: Readonly<Record<number, string>> }

/** As express-generator lays it out: bin/www, app.js, routes, views; PORT or 3000; a line of log for each request; nothing for SIGTERM. */
const expressShape: KnownApp = {
  id: 'express-shape',
  files: {
    'package.json': '{ "name": "shop", "version": "0.0.0", "private": true, "scripts": { "start": "node ./bin/www" } }\n',
    'package-lock.json': '{ "name": "shop", "version": "0.0.0", "lockfileVersion": 3, "requires": true, "packages": { "": { "name": "shop", "version": "0.0.0" } } }\n',
    'bin/www': `#!/usr/bin/env node
var app = require('../app');
var http = require('http');
var port = normalizePort(process.env.PORT || '3000');
var server = http.createServer(app);
server.listen(port);
server.on('error', function (error) { console.error(error.code); process.exit(1); });
server.on('listening', function () { console.log('Listening on port ' + server.address().port); });
function normalizePort(val) { var number = parseInt(val, 10); return isNaN(number) ? val : number >= 0 ? number : false; }
`,
    'app.js': `var express = require('./lib/tiny-express');
var logger = require('./lib/tiny-morgan');
var app = express();
app.use(logger('dev'));
app.get('/', require('./routes/index'));
app.get('/users', require('./routes/users'));
module.exports = app;
`,
    'routes/index.js': "module.exports = function (req, res) { res.send('<h1>Express</h1><p>Welcome to Express</p>'); };\n",
    'routes/users.js': "module.exports = function (req, res) { res.send('respond with a resource'); };\n",
    'lib/tiny-express.js': `module.exports = function () {
  var uses = [], routes = {};
  function app(req, res) {
    res.send = function (body) { res.setHeader('Content-Type', 'text/html'); res.end(body); };
    uses.forEach(function (use) { use(req, res); });
    var handler = routes[req.url.split('?')[0]];
    if (handler) return handler(req, res);
    res.statusCode = 404;
    res.send('Not Found');
  }
  app.use = function (use) { uses.push(use); };
  app.get = function (path, handler) { routes[path] = handler; };
  return app;
};
`,
    'lib/tiny-morgan.js': "module.exports = function () { return function (req, res) { res.on('finish', function () { console.log(req.method + ' ' + req.url + ' ' + res.statusCode); }); }; };\n",
  },
  // It reads no variable of its own, and names no version of Node.js.
  verdicts: { 3: 'unknown', 4: 'not-applicable', 10: 'warn' },
}

/** As Flask's tutorial lays it out: a factory in a package, a blog in an SQLite file of the instance folder, a signed cookie for the session. */
const flaskShape: KnownApp = {
  id: 'flask-shape',
  files: {
    'requirements.txt': '',
    '.python-version': '3\n',
    Procfile: 'web: python3 -u -m flaskr\n',
    'flaskr/__init__.py': `import os
from flaskr import blog, db


def create_app():
    instance = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "instance")
    os.makedirs(instance, exist_ok=True)
    config = {"DATABASE": os.path.join(instance, "flaskr.sqlite"), "TITLE": os.environ.get("BLOG_TITLE", "Flaskr")}
    db.init(config)
    return {"/": blog.index, "/create": blog.create}, config
`,
    'flaskr/db.py': `import sqlite3


def connect(config):
    return sqlite3.connect(config["DATABASE"], timeout=10)


def init(config):
    with connect(config) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS post (id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT, body TEXT)")
`,
    'flaskr/blog.py': `import html
from flaskr import db


def index(config, form):
    with db.connect(config) as connection:
        posts = connection.execute("SELECT title, body FROM post ORDER BY id DESC LIMIT 50").fetchall()
    return "<h1>%s</h1>" % html.escape(config["TITLE"]) + "".join("<h2>%s</h2><p>%s</p>" % (html.escape(title), html.escape(body)) for title, body in posts)


def create(config, form):
    if "title" in form:
        with db.connect(config) as connection:
            connection.execute("INSERT INTO post (title, body) VALUES (?, ?)", (form["title"][0], form.get("body", [""])[0]))
    return "<form method=post><input name=title><textarea name=body></textarea></form>"
`,
    'flaskr/__main__.py': `import os
import signal
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs
from flaskr import create_app

routes, config = create_app()


class Handler(BaseHTTPRequestHandler):
    def answer(self, form):
        view = routes.get(self.path.split("?")[0])
        body = (view(config, form) if view else "Not Found").encode()
        self.send_response(200 if view else 404)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.answer({})

    def do_POST(self):
        self.answer(parse_qs(self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()))

    def log_message(self, form, *values):
        print(form % values, file=sys.stdout)


server = ThreadingHTTPServer(("0.0.0.0", int(os.environ["PORT"])), Handler)
signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
print("serving", flush=True)
server.serve_forever(poll_interval=0.1)
server.server_close()
`,
  },
  // The blog is a file of one dyno.
  verdicts: { 4: 'fail', 5: 'warn', 6: 'fail' },
}

export const knownApps: readonly KnownApp[] = [expressShape, flaskShape]
