"""The release phase: the table is made once per release, before any dyno sees it. Running it again changes nothing."""
from services import Database

database = Database()
database.query(
    """create table if not exists entries (
  id bigint generated always as identity primary key,
  name text not null check (length(name) between 1 and 80),
  greeting text,
  at timestamptz not null default now()
)"""
)
[(count,)] = database.query("select count(*) from entries")
print(f"migrate: entries has {count} rows")
