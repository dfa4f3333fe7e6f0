"""Whether a worker lives, asked of the database alone: Django's start would cost seconds each time.

A worker writes its heartbeat every 10 s. Heartbeats from the future, which a wrong clock has left,
count as none: their worker may have died since.
"""

import psycopg

SILENCE_SECONDS = 30
# Seconds since the newest heartbeat; NULL if no worker is known.
NEWEST_HEARTBEAT_AGE = """
SELECT extract(epoch FROM now() - max(last_heartbeat))::float FROM procrastinate_workers
 WHERE last_heartbeat <= now() + interval '30 seconds'
"""


def worker_problem(database_url: str) -> str:
    """Return in one line why no worker seems to live; "" where one does."""
    try:
        with psycopg.connect(database_url, connect_timeout=5) as connection:
            row = connection.execute(NEWEST_HEARTBEAT_AGE).fetchone()
    except psycopg.Error as error:
        return f"No worker can be seen: {' '.join(str(error).split())}"
    silent = row[0] if row else None
    if silent is None:
        return "No worker runs."
    if silent > SILENCE_SECONDS:
        return f"No worker runs: the newest heartbeat is {silent:.0f} s old."
    return ""
