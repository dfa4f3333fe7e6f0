"""Delete derived files that no row names any more: renditions of images, pictures of pages.

Django deletes such a file after the row's transaction; a process that is killed in between leaves
it behind, for everybody who guesses no name and for the disk. Uploaded files are never touched.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from itertools import batched

from django.core.files.storage import default_storage

from network.media.models import RENDITIONS, Rendering, Rendition
from network.media.viewing.models import PAGES

from .pruning import Pruned

# A file is written before the row that names it.
YOUNGEST = dt.timedelta(days=7)
BATCH_FILES = 500


def delete_orphans(*, now: dt.datetime) -> list[Pruned]:
    """Delete derived files older than YOUNGEST without a row; returns the figures by folder."""
    return [_delete_renditions(now), _delete_page_pictures(now)]


def _delete_renditions(now: dt.datetime) -> Pruned:
    done = Pruned(RENDITIONS)
    for paths in _orphans(_files_in(RENDITIONS), _named_renditions):
        for path in paths:
            _delete(path, now, done)
    return done


def _delete_page_pictures(now: dt.datetime) -> Pruned:
    done = Pruned(PAGES)
    for folders in _orphans(_folders_in(PAGES), _named_folders):
        for folder in folders:
            for path in _files_in(folder):
                _delete(path, now, done)
            if not any(default_storage.listdir(folder)):
                default_storage.delete(folder)
    return done


def _orphans(
    paths: Sequence[str], named: Callable[[Sequence[str]], set[str]]
) -> Iterator[list[str]]:
    """Yield batches of the paths that no row names.

    Nothing where rows name none at all: then the folder is probably of another database.
    """
    is_ours = False
    orphans = []
    for some in batched(paths, BATCH_FILES):
        known = named(some)
        is_ours = is_ours or bool(known)
        orphans.append([path for path in some if path not in known])
    if is_ours:
        yield from orphans


def _named_renditions(paths: Sequence[str]) -> set[str]:
    return set(Rendition.objects.filter(file__in=paths).values_list("file", flat=True))


def _named_folders(folders: Sequence[str]) -> set[str]:
    return set(Rendering.objects.filter(folder__in=folders).values_list("folder", flat=True))


def _delete(path: str, now: dt.datetime, done: Pruned) -> None:
    try:
        if now - default_storage.get_modified_time(path) < YOUNGEST:
            return
        size = default_storage.size(path)
    except FileNotFoundError:
        return
    default_storage.delete(path)
    done.rows += 1
    done.size += size


def _files_in(folder: str) -> list[str]:
    return [f"{folder}/{name}" for name in _listed(folder)[1]]


def _folders_in(folder: str) -> list[str]:
    return [f"{folder}/{name}" for name in _listed(folder)[0]]


def _listed(folder: str) -> tuple[list[str], list[str]]:
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []
