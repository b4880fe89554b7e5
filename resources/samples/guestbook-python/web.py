"""The web process. What must last is in the database, what must be quick in Redis; the dyno keeps nothing."""
import html
import json
import os
import re
import signal
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

from services import QUEUE, Database, redis

PORT = int(os.environ.get("PORT", "5000"))
PAGE = Path(__file__).with_name("page.html").read_text(encoding="utf-8")
LONGEST_BODY_BYTES = 10_000
SHOWN = 20
database = Database()
counter = redis()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        path = self.path.partition("?")[0]
        body = self.rfile.read(min(int(self.headers.get("Content-Length", "0")), LONGEST_BODY_BYTES)).decode(errors="replace")
        try:
            status, text, kind, *location = answer(self.command, path, body)
        except Exception as error:  # whatever a service says, the visitor hears that it does not answer
            status, text, kind, location = 503, f"a service does not answer: {error}", "text/plain", []
        self.send(status, text.encode(), kind, location)
        print(f"method={self.command} path={path} status={status} request_id={self.headers.get('X-Request-Id', '-')}")

    do_POST = do_GET

    def log_message(self, *_):
        pass  # one line of our own is enough

    def send(self, status, body, kind, location):
        self.send_response_only(status)
        self.send_header("Content-Type", kind + "; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        for value in location:
            self.send_header("Location", value)
        self.end_headers()
        self.wfile.write(body)


def answer(method, path, body):
    if (method, path) == ("GET", "/"):
        return 200, render(), "text/html"
    if (method, path) == ("GET", "/entries"):
        return 200, json.dumps(entries()), "application/json"
    if (method, path) == ("POST", "/entries"):
        name = parse_qs(body).get("name", [""])[0].strip()
        if not 1 <= len(name) <= 80:
            return 422, "a name of 1 to 80 characters is needed", "text/plain"
        [(entry,)] = database.query("insert into entries (name) values (%s) returning id", (name,))
        counter.rpush(QUEUE, entry)
        return 303, f"entry {entry}", "text/plain", "/"
    if (method, path) == ("GET", "/healthz"):
        database.query("select 1")
        counter.ping()
        return 200, "ok", "text/plain"
    return 404, "not found", "text/plain"


def entries():
    rows = database.query("select id, name, greeting from entries order by id desc limit %s", (SHOWN,))
    return [{"id": entry, "name": name, "greeting": greeting} for entry, name, greeting in rows]


def render():
    items = "".join(
        f"<li><strong>{html.escape(row['name'])}</strong> <span>{html.escape(row['greeting'] or 'waits for the worker')}</span></li>" for row in entries()
    )
    facts = {
        "dyno": os.environ.get("DYNO", "local"),
        "release": os.environ.get("HEROKU_RELEASE_VERSION", "not set"),
        "visits": counter.incr("visits"),
    }
    filled = re.sub(r"{{(dyno|release|visits)}}", lambda match: html.escape(str(facts[match[1]])), PAGE)
    return filled.replace("{{entries}}", items or "<li>Nobody has signed yet.</li>")


def main():
    server = ThreadingHTTPServer(("0.0.0.0", PORT), Handler)

    # Before a dyno goes, the platform sends SIGTERM: take no new requests, finish the ones that run, leave with status 0.
    def stop(number, _frame):
        print(f"{signal.Signals(number).name}: no new requests")
        threading.Thread(target=server.shutdown).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    print(f"listening on port {PORT}")
    server.serve_forever(poll_interval=0.1)
    server.server_close()  # waits for the requests that run
    database.close()
    print("stopped")


if __name__ == "__main__":
    main()
