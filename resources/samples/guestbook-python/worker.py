"""The worker: takes the ids of new entries from the queue in Redis and writes a greeting to each in PostgreSQL."""
import os
import signal
import threading

from services import QUEUE, Database, redis

database = Database()
jobs = redis()
stopping = threading.Event()

for number in (signal.SIGTERM, signal.SIGINT):
    signal.signal(number, lambda *_: stopping.set())

print("worker started")
while not stopping.is_set():
    try:
        job = jobs.blpop([QUEUE], timeout=1)
        if job is not None:
            entry = int(job[1])
            database.query("update entries set greeting = %s where id = %s", (f"Welcome, from {os.environ.get('DYNO', 'local')}", entry))
            print(f"greeted entry={entry}")
    except Exception as error:  # whatever a service says: wait a moment, then try again
        print(f"worker: {error}")
        stopping.wait(1)
print("stopped")
