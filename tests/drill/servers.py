"""What docker/compose.yaml runs: two web processes on sockets, started again when they end; nginx.

The proxy's file is the one that is shipped, with other places and another port.
"""

import http.client
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from network.launch import web_command
from network.options import Options
from network.parts import LaunchError
from tests.scale.feeds_server import free_port, nginx
from tests.scale.load_bench import children
from tests.scale.pages_bench import cpu_of

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "docker" / "nginx.conf"
START_SECONDS = 180
PREFIX = "/stored-media/"
PACKAGES = "nginx-light libnginx-mod-http-brotli-static"


class Restarted:
    """A process that is started again whenever it ends."""

    def __init__(self, command: list[str], environment: dict[str, str], log: Path) -> None:
        self._command = command
        self._environment = os.environ | environment
        self._log = log
        self._is_wanted = True
        self._spent = 0.0
        self._process = self._start()
        self._watching = threading.Thread(target=self._watch, daemon=True)
        self._watching.start()

    @property
    def pid(self) -> int:
        """The process that watches over the one that answers."""
        return self._process.pid

    def _start(self) -> "subprocess.Popen[bytes]":
        with self._log.open("ab") as said:
            return subprocess.Popen(
                self._command,
                cwd=ROOT,
                env=self._environment,
                stdout=said,
                stderr=said,
                process_group=0,
            )

    def _watch(self) -> None:
        while self._is_wanted:
            self._process.wait()
            if self._is_wanted:
                self._process = self._start()

    def kill(self) -> None:
        """End it as kill -9 does, with all that belongs to it."""
        os.killpg(self._process.pid, signal.SIGKILL)

    def cpu(self) -> float:
        """Return the CPU seconds used so far, by the processes before a restart too."""
        return self._spent + self._used()

    def _used(self) -> float:
        pid = self._process.pid
        try:
            return sum(map(cpu_of, (pid, *children(pid))))
        except (OSError, ValueError, IndexError):
            return 0.0

    def stop(self) -> None:
        """End it for good."""
        self._is_wanted = False
        self._process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(10)
        if self._process.poll() is None:
            self.kill()


class WebProcess(Restarted):
    """A web process on a socket or, as on a machine of its own, at an address of this one."""

    def __init__(
        self,
        place: Path | tuple[str, int],
        environment: dict[str, str],
        log: Path,
        inside: tuple[str, ...] = (),
    ) -> None:
        self.place = place
        host, port = (str(place), 0) if isinstance(place, Path) else place
        command = [*inside, *web_command(Options(host, port, 0, demo=False))]
        super().__init__(command, environment | {"WEB_CONCURRENCY": "1"}, log)

    def kill_the_one_that_answers(self) -> None:
        """End the process that answers; the one that watches over it then ends as well."""
        pid = self._process.pid
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            os.kill(int(child), signal.SIGKILL)

    def restart(self, environment: dict[str, str] | None = None) -> None:
        """End it as systemd does, and return when its successor answers, with other variables."""
        self._environment = self._environment | (environment or {})
        ended = self._process
        self._spent += self._used()
        ended.terminate()
        while self._process is ended:
            time.sleep(0.01)
        self.wait()

    def answers(self) -> bool:
        """Return whether anything is answered."""
        try:
            self.ask_for(["/khong-co-trang-nay/"])
        except (OSError, http.client.HTTPException):
            return False
        return True

    def ask_for(self, paths: Iterable[str]) -> None:
        """Ask it for pages, one after the other, as the proxy does."""
        place = str(self.place) if isinstance(self.place, Path) else self.place
        for path in paths:
            asking = http.client.HTTPConnection("localhost", timeout=10)
            asking.sock = socket.socket(
                socket.AF_UNIX if isinstance(place, str) else socket.AF_INET
            )
            asking.sock.settimeout(10)
            try:
                asking.sock.connect(place)
                asking.request("GET", path)
                asking.getresponse().read()
            finally:
                asking.close()

    def wait(self) -> None:
        """Return when it answers."""
        deadline = time.monotonic() + START_SECONDS
        while not self.answers():
            if time.monotonic() > deadline:
                raise LaunchError(f"{self.place} does not answer; see {self._log}")
            time.sleep(0.05)


@contextmanager
def web_processes(folder: Path, environment: dict[str, str]) -> Iterator[list[WebProcess]]:
    """Run the two of the shipped file, which leave files to the proxy."""
    given = {"ACCEL_REDIRECT_PREFIX": PREFIX, "TRUSTED_PROXIES": "1"} | environment
    with ExitStack() as running:
        webs = []
        for name in ("web1", "web2"):
            web = WebProcess(folder / f"{name}.sock", given, folder / f"{name}.log")
            running.callback(web.stop)
            webs.append(web)
        for web in webs:
            web.wait()
        yield webs


@contextmanager
def proxy(folder: Path, *, media: Path, static: Path, **environment: str) -> Iterator[int]:
    """Run nginx with the shipped file in front of the sockets in `folder`; yields its port.

    `environment` has WEB_SERVERS and MEDIA_STORE_URL, as the shipped start script reads them.
    """
    program = nginx()
    if program is None:
        raise LaunchError(f"nginx is missing: apt-get install {PACKAGES}")
    port, own = free_port(), folder / "nginx"
    own.mkdir(exist_ok=True)
    servers = f"unix:{folder}/web1.sock unix:{folder}/web2.sock"
    given = os.environ | {"WEB_SERVERS": servers} | environment
    subprocess.run([ROOT / "docker" / "proxy", own], env=given, check=True)
    places = {
        "listen 8080": f"listen 127.0.0.1:{port}",
        "listen 8081": f"listen unix:{internal_socket(folder)}",
        "/run/pbgdpl/": f"{folder}/",
        "/srv/static/": f"{static}/",
        "/srv/media/": f"{media}/",
        "/var/cache/nginx/": f"{own}/",
    }
    text = SHIPPED.read_text()
    for shipped, here in places.items():
        assert shipped in text, shipped
        text = text.replace(shipped, here)
    file = own / "nginx.conf"
    # As root it would become somebody who may not open what is in our folders.
    file.write_text(f"user root;\n{text}" if os.geteuid() == 0 else text)
    command = [program, "-e", "stderr", "-c", str(file), "-g", "daemon off;"]
    process = subprocess.Popen(command)
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def internal_socket(folder: Path) -> Path:
    """Return where the proxy of this folder answers what is for the internal network alone."""
    return folder / "nginx" / "internal.sock"


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            if time.monotonic() > deadline:
                raise LaunchError("nginx does not start") from None
            time.sleep(0.05)
        else:
            return
