"""The web process. It keeps nothing that another dyno would need, so any number of it can run side by side."""
import html
import os
import platform
import re
import signal
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

from counter import count_one

PORT = int(os.environ.get("PORT", "5000"))
PAGE = Path(__file__).with_name("page.html").read_text(encoding="utf-8")
LONGEST_SLEEP_MS = 120_000
LONGEST_BODY_BYTES = 65_536
started_at = time.monotonic()
lock = threading.Lock()
count = {"requests": 0, "in_flight": 0}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        began = time.monotonic()
        with lock:
            count["requests"] += 1
            count["in_flight"] += 1
        try:
            self.respond(began)
        except (ConnectionError, ValueError):
            pass  # the visitor left, or did not speak HTTP
        finally:
            with lock:
                count["in_flight"] -= 1

    do_POST = do_HEAD = do_GET

    def respond(self, began):
        self.rfile.read(min(int(self.headers.get("Content-Length", "0")), LONGEST_BODY_BYTES))
        path, _, query = self.path.partition("?")
        status, body, kind, *cookie = answer(path, parse_qs(query), self.headers.get("Cookie", ""))
        self.send(status, body.encode(), kind, cookie)
        ms = round((time.monotonic() - began) * 1000)
        request_id = self.headers.get("X-Request-Id", "-")
        print(f"method={self.command} path={path} status={status} ms={ms} request_id={request_id}")
        if path == "/crash":
            os._exit(1)

    def send(self, status, body, kind, cookie):
        self.send_response_only(status)
        self.send_header("Content-Type", kind + "; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        for value in cookie:
            self.send_header("Set-Cookie", value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def answer(path, query, cookies):
    if path == "/":
        return 200, render(), "text/html"
    if path == "/healthz":
        return 200, "ok", "text/plain"
    if path == "/slow":
        digits = re.fullmatch(r"\d{1,9}", query.get("ms", ["0"])[0])
        ms = min(int(digits[0]) if digits else 0, LONGEST_SLEEP_MS)
        time.sleep(ms / 1000)
        return 200, f"answered after {ms} ms", "text/plain"
    if path == "/visits":  # the session is in the visitor's own cookie, so every dyno knows it and none has to keep it
        known = re.search(r"\bvisits=(\d{1,9})\b", cookies)
        visits = int(known[1]) + 1 if known else 1
        return 200, f"visit {visits}", "text/plain", f"visits={visits}; Path=/; HttpOnly"
    if path == "/total":
        return *total(os.environ.get("REDIS_URL")), "text/plain"
    if path == "/crash":
        return 202, "this dyno exits with status 1 now", "text/plain"
    return 404, "not found", "text/plain"


def total(url):
    if url is None:
        return 200, "no counter attached: REDIS_URL is not set"
    try:
        return 200, f"total {count_one(url)}"
    except OSError as error:
        return 503, f"the counter does not answer: {error}"


def render():
    facts = {
        "greeting": os.environ.get("GREETING", "Hello from Python"),
        "version": platform.python_version(),
        "dyno": os.environ.get("DYNO", "local"),
        "release": os.environ.get("HEROKU_RELEASE_VERSION", "not set"),
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "uptime": int(time.monotonic() - started_at),
        "requests": count["requests"],
    }
    return re.sub(r"{{(\w+)}}", lambda match: html.escape(str(facts[match[1]])), PAGE)


def main():
    server = ThreadingHTTPServer(("0.0.0.0", PORT), Handler)

    # Before a dyno goes, the platform sends SIGTERM: take no new requests, finish the ones that run, leave with status 0.
    def stop(number, _frame):
        print(f"{signal.Signals(number).name}: {count['in_flight']} requests in flight, no new ones")
        threading.Thread(target=server.shutdown).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    print(f"listening on port {PORT}")
    server.serve_forever(poll_interval=0.1)
    server.socket.close()
    while count["in_flight"] > 0:
        time.sleep(0.02)
    print("stopped")


if __name__ == "__main__":
    main()
