"""The release phase: runs once per release, before any dyno sees it. Status 1 here keeps the old release running."""
import os
import sys

LONGEST = 200
greeting = os.environ.get("GREETING")

if greeting is None:
    print("release check: GREETING is not set, the built-in greeting will be used")
elif not 1 <= len(greeting.strip()) <= LONGEST:
    sys.exit(f"release check: GREETING must have 1 to {LONGEST} characters, it has {len(greeting.strip())}")
else:
    print(f"release check: GREETING has {len(greeting)} characters, good")
