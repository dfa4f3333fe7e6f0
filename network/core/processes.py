"""Begin a process of our own. Imports nothing of Django at the top: there it is not set up yet."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor


def begin(database: str) -> None:
    """Set Django up in a new process, on the database its parent speaks to."""
    import django

    django.setup()
    from django.db import connections

    connections["default"].settings_dict["NAME"] = database


def fresh_processes(workers: int, *, database: str) -> ProcessPoolExecutor:
    """Return an executor of new processes; copies of one with threads may wait for ever."""
    return ProcessPoolExecutor(
        workers,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=begin,
        initargs=(database,),
    )
