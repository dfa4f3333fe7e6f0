"""A stock Wagtail site of the same pages, made in a folder of its own from tests/scale/stock."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg

from network.core.postgres import Cluster
from network.parts import LaunchError

ROOT = Path(__file__).resolve().parent.parent.parent
MODELS = Path(__file__).resolve().parent / "stock"
FILES = "SELECT file FROM media_agencyimage UNION SELECT file FROM media_agencydocument"


def stock_site(
    cluster: Cluster, folder: Path, *, database: str, source: str, media: Path
) -> dict[str, str]:
    """Make the site in `folder`, with the pages of the database `source` and the files of `media`.

    Returns what its processes must find in their environment. Raises LaunchError.
    """
    if not (folder / "stock").exists():
        shutil.copytree(MODELS, folder / "stock")
        (folder / "stock" / "__init__.py").touch()
    with psycopg.connect(cluster.url(source)) as connection:
        for (name,) in connection.execute(FILES):
            copy = folder / "stock" / "media" / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(media / name, copy)
    cluster.create_database(database)
    with psycopg.connect(cluster.url(database)) as connection:
        environment = {
            "STOCK_DATABASE": database,
            "STOCK_USER": connection.info.user,
            "STOCK_HOST": connection.info.host,
            "DJANGO_SETTINGS_MODULE": "stock.settings",
            "PYTHONPATH": str(folder),
        }
    run([sys.executable, "-m", "django", "makemigrations", "stock", "-v", "0"], environment)
    run([sys.executable, "-m", "stock.fill", cluster.url(source)], environment)
    return environment


def run(command: list[str], environment: dict[str, str]) -> None:
    """Run a step; LaunchError when it fails."""
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | environment, stdout=sys.stderr, check=False
    )
    if done.returncode:
        raise LaunchError(f"`{' '.join(command[1:4])}` failed; what it said is above.")
