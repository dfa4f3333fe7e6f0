"""Count the folders of a room that import each other: `python -m tests.folders`.

A room is an app. Its own modules are a folder like every package in it; migrations do not count.
"""

from collections import defaultdict
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("network", "sites", "legal_updates", "aggregator")

type Edge = tuple[str, str]


def folder_of(module: str) -> str:
    """Return the folder of the file that defines `module`."""
    path = module.replace(".", "/")
    return path if (ROOT / path).is_dir() else path.rpartition("/")[0]


def room_of(folder: str) -> str:
    """Return the app that contains the folder."""
    parts = folder.split("/")
    return "/".join(parts[:2] if parts[0] == "network" else parts[:1])


def imports_between_folders() -> dict[Edge, list[str]]:
    """Return {(folder, imported folder of the same room): ["module -> module", …]}."""
    graph = grimp.build_graph(*PACKAGES, cache_dir=None)
    found: dict[Edge, list[str]] = defaultdict(list)
    for module in graph.modules:
        for imported in graph.find_modules_directly_imported_by(module):
            edge = folder_of(module), folder_of(imported)
            is_inside = edge[0] != edge[1] and room_of(edge[0]) == room_of(edge[1])
            if is_inside and not any("/migrations" in folder for folder in edge):
                found[edge].append(f"{module} -> {imported}")
    return found


def two_way_pairs(found: dict[Edge, list[str]]) -> list[Edge]:
    """Return the pairs of folders that import each other, sorted."""
    return sorted(edge for edge in found if edge[0] < edge[1] and edge[::-1] in found)


if __name__ == "__main__":
    imports = imports_between_folders()
    pairs = two_way_pairs(imports)
    for first, second in pairs:
        there, back = imports[first, second], imports[second, first]
        print(f"{first} <-> {second}: {len(there)} and {len(back)} modules")  # noqa: T201
        for line in sorted(min(there, back, key=len)):
            print(f"    {line}")  # noqa: T201
    print(f"{len(pairs)} pairs of folders import each other")  # noqa: T201
