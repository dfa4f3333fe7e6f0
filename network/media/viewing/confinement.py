"""Resource limits and network ban for processes that open untrusted files. Pure."""

import ctypes
import platform
import resource
import struct
from collections.abc import Mapping

# Memory in bytes of all processes for one file together (`running` monitors them).
MOST_MEMORY = 600_000_000
# Processes that map little besides their own data are limited by address space. LibreOffice maps
# some 440 MB of libraries but holds only 120 MB of them in memory, so it is limited by data size.
MEMORY = {resource.RLIMIT_AS: MOST_MEMORY}
OFFICE_MEMORY = {resource.RLIMIT_AS: 1024**3, resource.RLIMIT_DATA: MOST_MEMORY - 120_000_000}
LIMITS = {
    resource.RLIMIT_CPU: 240,
    resource.RLIMIT_FSIZE: 64 * 1024 * 1024,
    resource.RLIMIT_NOFILE: 256,
    resource.RLIMIT_CORE: 0,
}
# From linux/audit.h and the system call tables: architecture, connect, socket, io_uring_setup.
_CALLS = {"x86_64": (0xC000003E, 42, 41, 425), "aarch64": (0xC00000B7, 203, 198, 425)}
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _NOT_PERMITTED, _KILL = 0x7FFF0000, 0x00050001, 0x80000000
_FOREIGN_CALLS, _UNIX = 0x40000000, 1


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


def bound(memory: Mapping[int, int] = MEMORY) -> None:
    """Limit memory, CPU time and file size of this process and its children."""
    for what, most in {**memory, **LIMITS}.items():
        _, hard = resource.getrlimit(what)
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (least, least))


def forbid_network() -> bool:
    """Install a seccomp filter that blocks connections. Returns False if unsupported.

    Needs no privileges, works in containers and stays active after an exec.
    """
    if platform.machine() not in _CALLS:
        return False
    steps = b"".join(struct.pack("=HBBI", *step) for step in _steps(*_CALLS[platform.machine()]))
    program = _Program(len(steps) // 8, steps)
    kernel = ctypes.CDLL(None)
    refused = kernel.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    return not refused and not kernel.prctl(_SECCOMP, _FILTER, ctypes.byref(program), 0, 0)


def _steps(machine: int, connect: int, socket: int, ring: int) -> list[tuple[int, int, int, int]]:
    """Return the BPF filter program: code, jump if true, jump if false, value.

    AF_UNIX sockets stay allowed: LibreOffice uses one to detect a running instance.
    """
    return [
        (_LOAD, 0, 0, 4),
        (_EQUAL, 1, 0, machine),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, 0),
        (_AT_LEAST, 5, 0, _FOREIGN_CALLS),
        (_EQUAL, 4, 0, connect),
        (_EQUAL, 3, 0, ring),
        (_EQUAL, 0, 3, socket),
        (_LOAD, 0, 0, 16),
        (_EQUAL, 1, 0, _UNIX),
        (_RETURN, 0, 0, _NOT_PERMITTED),
        (_RETURN, 0, 0, _ALLOW),
    ]
