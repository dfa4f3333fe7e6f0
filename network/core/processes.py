"""Start worker processes. Imports no Django at module level, because it is not set up there yet."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path


def set_up_process(database: str) -> None:
    """Set up Django in a new process, with the database that its parent uses."""
    import django

    django.setup()
    from django.db import connections

    connections["default"].settings_dict["NAME"] = database


def processes(workers: int, *, database: str) -> ProcessPoolExecutor:
    """Return an executor of forked processes, or of newly started ones if this process has threads.

    A fork of a process with threads may wait forever for a lock held by another thread. Forks are
    ready at once; new processes take seconds to set up Django.
    """
    if len(list(Path("/proc/self/task").iterdir())) == 1:
        from django.db import connections

        # A forked process must not use our connections.
        connections.close_all()
        return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("fork"))
    return ProcessPoolExecutor(
        workers,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=set_up_process,
        initargs=(database,),
    )
