"""Machines of their own on this one: network namespaces on a bridge. Only root can make them."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from network.parts import LaunchError

BRIDGE, NETWORK = "pbgdpl0", "10.213.39"


def inside(name: str) -> tuple[str, ...]:
    """Return what a command begins with that runs on that machine."""
    return ("ip", "netns", "exec", f"{BRIDGE}-{name}")


@contextmanager
def namespaces(names: Sequence[str]) -> Iterator[dict[str, str]]:
    """Connect so many machines with this one, and yield their addresses by name.

    Raises LaunchError for those who may not make any.
    """
    if os.geteuid() or shutil.which("ip") is None:
        raise LaunchError("Network namespaces take root, and the package iproute2.")
    _remove(names)
    try:
        _ip(f"link add {BRIDGE} type bridge")
        _ip(f"address add {NETWORK}.1/24 dev {BRIDGE}")
        _ip(f"link set {BRIDGE} up")
        addresses = {name: f"{NETWORK}.{number}" for number, name in enumerate(names, 10)}
        for number, (name, address) in enumerate(addresses.items()):
            space, cable = f"{BRIDGE}-{name}", f"{BRIDGE}v{number}"
            _ip(f"netns add {space}")
            _ip(f"link add {cable} type veth peer name eth0 netns {space}")
            _ip(f"link set {cable} master {BRIDGE} up")
            for each in (
                f"address add {address}/24 dev eth0",
                "link set eth0 up",
                "link set lo up",
            ):
                _ip(f"-n {space} {each}")
        yield addresses
    finally:
        _remove(names)


def _remove(names: Sequence[str]) -> None:
    """Remove what is there, also of a drill that was killed."""
    for each in (*(f"netns delete {BRIDGE}-{name}" for name in names), f"link delete {BRIDGE}"):
        with suppress(subprocess.CalledProcessError):
            _ip(each)


def _ip(arguments: str) -> None:
    subprocess.run(["ip", *arguments.split()], check=True, capture_output=True)
