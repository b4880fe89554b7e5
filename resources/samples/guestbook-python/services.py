"""Backing services: a PostgreSQL that keeps the entries and a Redis that counts visits and holds the queue. Their addresses are config,
so others are attached by DATABASE_URL and REDIS_URL alone."""
import os
import threading

import psycopg2
import redis as redis_client

QUEUE = "greetings"


def needed(key, service):
    if key not in os.environ:
        raise SystemExit(f"{key} is not set: attach a {service}")
    return os.environ[key]


class Database:
    """One connection for one thread at a time; one that broke, as at a failover, is replaced by the next query."""

    def __init__(self):
        self.url = needed("DATABASE_URL", "heroku-postgresql")
        self.lock = threading.Lock()
        self.connection = None

    def query(self, text, values=()):
        with self.lock:
            try:
                if self.connection is None:
                    self.connection = psycopg2.connect(self.url, connect_timeout=3)
                    self.connection.autocommit = True
                with self.connection.cursor() as cursor:
                    cursor.execute(text, values)
                    return cursor.fetchall() if cursor.description else []
            except psycopg2.OperationalError:
                self.close()
                raise

    def close(self):
        if self.connection is not None:
            self.connection.close()
        self.connection = None


def redis():
    return redis_client.Redis.from_url(needed("REDIS_URL", "heroku-redis"), socket_connect_timeout=3)
