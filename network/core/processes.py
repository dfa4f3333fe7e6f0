"""Begin a process of our own. Imports nothing of Django at the top: there it is not set up yet."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path


def set_up_process(database: str) -> None:
    """Set Django up in a new process, on the database its parent speaks to."""
    import django

    django.setup()
    from django.db import connections

    connections["default"].settings_dict["NAME"] = database


def processes(workers: int, *, database: str) -> ProcessPoolExecutor:
    """Return an executor of copies of this process, which begin at once, or of new ones.

    Of a process with threads there are no copies: a copy may wait for ever for a lock that a
    thread held. New processes take seconds to set Django up.
    """
    if len(list(Path("/proc/self/task").iterdir())) == 1:
        from django.db import connections

        # A copy must not speak on our connections.
        connections.close_all()
        return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("fork"))
    return ProcessPoolExecutor(
        workers,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=set_up_process,
        initargs=(database,),
    )
