"""Make the pictures of the guide and of the README anew: `make guide`.

`python -m tests.guide.pictures NAME...` makes only those.

A demo network of its own is started in a folder that is thrown away afterwards, so that neither
what somebody tried out nor an interrupted run is ever seen in a picture.
"""

import os
import shutil
import socket
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "huong-dan"
PORTALS_SECONDS = 60
TOUR = ROOT / "network" / "guide" / "static" / "guide"


def main(names: Sequence[str]) -> int:
    """Take the scenes `names`, all where none is named; exit code 1 where one failed."""
    with tempfile.TemporaryDirectory(prefix="guide-") as folder:
        _prepare(Path(folder))
        from network.launch import EXPLAINED

        from .camera import SceneError
        from .scenes import SCENES

        known = {scene.name for scene in SCENES}
        if unknown := sorted(set(names) - known):
            sys.stderr.write(f"There is no scene {', '.join(unknown)}.\n")
            return 2
        try:
            with demo_network(Path(folder)) as address:
                take_all(address, names or [scene.name for scene in SCENES])
        except (*EXPLAINED, SceneError) as error:
            sys.stderr.write(f"{' '.join(str(error).split())}\n")
            return 1
        except KeyboardInterrupt:
            sys.stderr.write("Stopped; what was taken so far is whole.\n")
            return 1
    return 0


def take_all(address: str, names: Sequence[str]) -> None:
    """Take the named scenes in the order of the list; then drop pictures without a scene."""
    from django.utils import timezone
    from playwright.sync_api import sync_playwright

    from tests.plugin import browser_path

    from .camera import Camera
    from .scenes import SCENES, toured
    from .templates import Taken, checksum_of, read_taken, write_taken

    taken, release = read_taken(), release_now()
    chosen = [scene for scene in SCENES if scene.name in set(names)]
    in_tour = toured()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path(), args=["--no-sandbox", "--disable-gpu"]
        )
        camera = Camera(browser, address, timezone.localdate())
        for number, scene in enumerate(chosen, start=1):
            picture = GUIDE / f"{scene.name}.webp"
            size, templates = camera.take(scene, picture)
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


def release_now() -> str:
    """Return the number of the release that is being worked on."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        number: str = tomllib.load(file)["project"]["version"]
    return number


@contextmanager
def demo_network(folder: Path) -> Iterator[str]:
    """Run the demo network while the block runs, everything fetched and indexed; its address."""
    from network import launch
    from network.parts import run_to_end, running

    options = launch.Options.from_environment()
    portals = launch.portals_command(options)
    logs = folder / "log"
    with launch.database():
        run_to_end([sys.executable, "-m", "network.launch", "fill"], logs / "fill.log")
        with running({"demo portals": portals}, logs):
            _wait_for_portals(options.portals_port)
            run_to_end(launch.manage("fetch_sources", "--all"), logs / "fetch.log")
        with running({"worker": launch.worker_command()}, logs):
            _wait_for_background()
        with running({"web server": launch.web_command(options)}, logs) as children:
            launch.wait_until_answering(options, children, report=sys.stdout.write)
            yield options.address


def _wait_for_portals(port: int) -> None:
    """Return when the portals listen: what is asked for earlier counts as a source that fails."""
    from network.parts import LaunchError

    deadline = time.monotonic() + PORTALS_SECONDS
    while time.monotonic() < deadline:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.1)
    raise LaunchError("The demo portals do not answer.")


def _wait_for_background() -> None:
    """Return when all files are readable and no job waits; LaunchError after five minutes."""
    from django.conf import settings

    from network.background import BackgroundReport
    from network.parts import LaunchError

    report = BackgroundReport(settings.DATABASE_URL, report=sys.stdout.write)
    deadline = time.monotonic() + 300
    while not report.is_done:
        if time.monotonic() > deadline:
            raise LaunchError("The background work does not end.")
        report.check()
        time.sleep(0.5)


def _prepare(folder: Path) -> None:
    """Name the folder and free ports in the environment, before any setting is read."""
    port, portals_port = _free_port(), _free_port()
    os.environ |= {
        "PBGDPL_STATE_DIR": str(folder),
        "PORT": str(port),
        "PORTALS_PORT": str(portals_port),
        "BASE_URL": f"http://127.0.0.1:{port}",
        "DJANGO_SETTINGS_MODULE": "tests.guide.settings",
        # Pictures taken a moment ago are shown by the guide in the admin.
        "DEBUG": "1",
    }
    os.environ.pop("DATABASE_URL", None)
    (folder / "log").mkdir()
    import django

    django.setup()


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _drop_others(names: set[str], folder: Path) -> None:
    for picture in folder.glob("*.webp"):
        if picture.stem not in names:
            picture.unlink()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
