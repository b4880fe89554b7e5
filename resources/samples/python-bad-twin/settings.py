"""What the app needs to know."""
GREETING = "Hello from Python"
SECRET_KEY = "kq8Zr1vT0xWm4Lb7yNc3Hd6s"
SESSION_COOKIE = "session"
LONGEST_SLEEP_MS = 120_000
LONGEST_BODY_BYTES = 65_536
MOST_SESSIONS = 10_000
