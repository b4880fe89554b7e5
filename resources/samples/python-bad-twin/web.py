"""The web process."""
import hashlib
import html
import logging
import os
import platform
import re
import secrets
import signal
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import settings

PORT = int(os.environ.get("PORT", "5000"))
PAGE = Path(__file__).with_name("page.html").read_text(encoding="utf-8")
started_at = time.monotonic()
lock = threading.Lock()
count = {"requests": 0, "in_flight": 0}
sessions = {}

os.makedirs("log", exist_ok=True)
log = logging.getLogger("web")
log.addHandler(logging.FileHandler("log/web.log"))
log.setLevel(logging.INFO)


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
        self.rfile.read(min(int(self.headers.get("Content-Length", "0")), settings.LONGEST_BODY_BYTES))
        path, _, query = self.path.partition("?")
        status, body, kind, *cookie = answer(path, parse_qs(query), self.headers.get("Cookie", ""))
        self.send(status, body.encode(), kind, cookie)
        ms = round((time.monotonic() - began) * 1000)
        request_id = self.headers.get("X-Request-Id", "-")
        log.info(f"method={self.command} path={path} status={status} ms={ms} request_id={request_id}")
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
        ms = min(int(digits[0]) if digits else 0, settings.LONGEST_SLEEP_MS)
        time.sleep(ms / 1000)
        return 200, f"answered after {ms} ms", "text/plain"
    if path == "/visits":
        key, visits = visit(cookies)
        return 200, f"visit {visits}", "text/plain", f"{settings.SESSION_COOKIE}={key}; Path=/; HttpOnly"
    if path == "/crash":
        return 202, "this dyno exits with status 1 now", "text/plain"
    return 404, "not found", "text/plain"


def visit(cookies):
    known = re.search(settings.SESSION_COOKIE + r"=(\w+)", cookies)
    key = known[1] if known and known[1] in sessions else hashlib.sha1((settings.SECRET_KEY + secrets.token_hex()).encode()).hexdigest()
    with lock:
        if len(sessions) > settings.MOST_SESSIONS:
            sessions.clear()
        sessions[key] = sessions.get(key, 0) + 1
        return key, sessions[key]


def render():
    facts = {
        "greeting": settings.GREETING,
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

    def stop(number, _frame):
        log.info(f"{signal.Signals(number).name}: {count['in_flight']} requests in flight, no new ones")
        threading.Thread(target=server.shutdown).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    log.info(f"listening on port {PORT}")
    server.serve_forever(poll_interval=0.1)
    server.socket.close()
    while count["in_flight"] > 0:
        time.sleep(0.02)
    log.info("stopped")


if __name__ == "__main__":
    main()
