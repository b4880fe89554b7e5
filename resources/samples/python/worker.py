"""The worker process: no port, no requests, only work. Here the work is one line every 3 seconds."""
import os
import signal
import threading

DYNO = os.environ.get("DYNO", "worker.1")
stopping = threading.Event()
n = 0

for number in (signal.SIGTERM, signal.SIGINT):
    signal.signal(number, lambda *_: stopping.set())

print(f"{DYNO} started")
while not stopping.wait(3):
    n += 1
    print(f"{DYNO} tick n={n}")
print(f"{DYNO} stopped after n={n}")
