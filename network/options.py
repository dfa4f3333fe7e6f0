"""What the caller of `network.launch` chooses in the environment."""

import os
import socket
from dataclasses import dataclass

from django.conf import settings

from network.parts import LaunchError


@dataclass(frozen=True)
class Options:
    """Choices of the caller. A host that begins with "/" is the path of a socket."""

    host: str
    port: int
    portals_port: int
    demo: bool

    @classmethod
    def from_environment(cls) -> "Options":
        """Read HOST, PORT, PORTALS_PORT and DEMO. Raises LaunchError for a malformed port."""
        return cls(
            host=os.environ.get("HOST") or "127.0.0.1",
            port=_port("PORT", 8000),
            portals_port=_port("PORTALS_PORT", 8765),
            demo=os.environ.get("DEMO") != "0" and settings.DEMO_ALLOWED,
        )

    @property
    def socket(self) -> str:
        """The path of the socket for a proxy; "" if HOST names a host."""
        return self.host if self.host.startswith("/") else ""

    @property
    def nearby(self) -> str:
        """The host under which this machine reaches its own web server."""
        return "127.0.0.1" if self.host in ("0.0.0.0", "::", "") else self.host  # noqa: S104

    @property
    def address(self) -> str:
        """The URL of the web server, or the path of its socket."""
        return self.socket or f"http://{self.nearby}:{self.port}"


def require_free_port(variable: str, host: str, port: int) -> None:
    """Raise LaunchError when the port cannot be listened on."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise LaunchError(
            f"Port {port} on {host} cannot be used ({error.strerror}):"
            f" choose another one, for example {variable}={port + 1} make run"
        ) from error


def _port(variable: str, default: int) -> int:
    text = os.environ.get(variable) or str(default)
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise LaunchError(f"{variable}={text} is no port number: choose one from 1 to 65535.")
    return int(text)
