"""Make the pictures of the guide and of the README anew: `make guide`.

`python -m tests.guide.pictures NAME...` takes only those, in a copy of the demo network that the
last run of the day has stored (`tests.guide.networks`).
"""

import shutil
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from pathlib import Path

from tests.guide.networks import demo_network, prepare

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "huong-dan"
TOUR = ROOT / "network" / "guide" / "static" / "guide"


def main(names: Sequence[str]) -> int:
    """Take the scenes `names`, or all if none is named. Returns exit code 1 if one failed."""
    with tempfile.TemporaryDirectory(prefix="guide-") as folder:
        prepare(Path(folder))
        from network.launch import EXPLAINED

        from .scenes import SCENES

        known = {scene.name for scene in SCENES}
        if unknown := sorted(set(names) - known):
            sys.stderr.write(f"There is no scene {', '.join(unknown)}.\n")
            return 2
        try:
            with demo_network(Path(folder), anew=not names) as address:
                failed = take_all(address, names or [scene.name for scene in SCENES])
        except EXPLAINED as error:
            sys.stderr.write(f"{' '.join(str(error).split())}\n")
            return 1
        except KeyboardInterrupt:
            sys.stderr.write("Stopped; what was taken so far is whole.\n")
            return 1
    for message in failed:
        sys.stderr.write(f"{message}\n")
    return 1 if failed else 0


def take_all(address: str, names: Sequence[str]) -> list[str]:
    """Take the named scenes in the order of the list, then delete pictures without a scene.

    Returns what to say of each scene that failed; the others are taken all the same.
    """
    from django.utils import timezone
    from playwright.sync_api import sync_playwright

    from tests.plugin import browser_path

    from .camera import Camera, SceneError
    from .scenes import SCENES, toured
    from .templates import Taken, checksum_of, read_taken, write_taken

    taken, release, failed = read_taken(), release_now(), []
    chosen = [scene for scene in SCENES if scene.name in set(names)]
    in_tour = toured()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path(), args=["--no-sandbox", "--disable-gpu"]
        )
        camera = Camera(browser, address, timezone.localdate())
        for number, scene in enumerate(chosen, start=1):
            picture = GUIDE / f"{scene.name}.webp"
            try:
                size, templates = camera.take(scene, picture)
            except SceneError as error:
                failed.append(str(error))
                continue
            taken[scene.name] = Taken(release, checksum_of(templates), templates)
            # At once: an interrupted run keeps what it took.
            write_taken(taken)
            if scene.name in in_tour:
                shutil.copyfile(picture, TOUR / picture.name)
            print(f"[{number}/{len(chosen)}] {scene.name} {size:,} bytes", flush=True)  # noqa: T201
        browser.close()
    known = {scene.name for scene in SCENES}
    write_taken({name: each for name, each in taken.items() if name in known})
    _drop_others(known, GUIDE)
    _drop_others(in_tour, TOUR)
    return failed


def release_now() -> str:
    """Return the number of the release that is being worked on."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        number: str = tomllib.load(file)["project"]["version"]
    return number


def _drop_others(names: set[str], folder: Path) -> None:
    for picture in folder.glob("*.webp"):
        if picture.stem not in names:
            picture.unlink()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
