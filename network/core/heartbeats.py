"""Check for a living worker with one database query, because starting Django would take seconds.

A worker writes its heartbeat every 10 s. Heartbeats in the future, left by a wrong clock, are
ignored: their worker may have died since.
"""

import psycopg

SILENCE_SECONDS = 30
# Seconds since the newest heartbeat; NULL if no worker is known.
NEWEST_HEARTBEAT_AGE = """
SELECT extract(epoch FROM now() - max(last_heartbeat))::float FROM procrastinate_workers
 WHERE last_heartbeat <= now() + interval '30 seconds'
"""


def worker_problem(database_url: str) -> str:
    """Return one line saying why no worker seems to be alive, or "" if one is."""
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
