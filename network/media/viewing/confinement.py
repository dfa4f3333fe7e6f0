"""What a process that opens a file of a stranger may use, and that it reaches no network; pure."""

import ctypes
import platform
import resource
import struct
from collections.abc import Mapping

# What the processes that open one file may have in memory, together (`running` watches them).
MOST_MEMORY = 600_000_000
# A process that maps little besides its own data is bounded by its address space. LibreOffice maps
# some 440 MB of libraries and has 120 MB of them in memory: it is bounded by its data.
MEMORY = {resource.RLIMIT_AS: MOST_MEMORY}
OFFICE_MEMORY = {resource.RLIMIT_AS: 1024**3, resource.RLIMIT_DATA: MOST_MEMORY - 120_000_000}
LIMITS = {
    resource.RLIMIT_CPU: 240,
    resource.RLIMIT_FSIZE: 64 * 1024 * 1024,
    resource.RLIMIT_NOFILE: 256,
    resource.RLIMIT_CORE: 0,
}
# linux/audit.h and the tables of system calls: the machine, connect, socket, io_uring_setup.
_CALLS = {"x86_64": (0xC000003E, 42, 41, 425), "aarch64": (0xC00000B7, 203, 198, 425)}
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _NOT_PERMITTED, _KILL = 0x7FFF0000, 0x00050001, 0x80000000
_FOREIGN_CALLS, _UNIX = 0x40000000, 1


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


def bound(memory: Mapping[int, int] = MEMORY) -> None:
    """Bound memory, time and what is written, for this process and those it starts."""
    for what, most in {**memory, **LIMITS}.items():
        _, hard = resource.getrlimit(what)
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (least, least))


def forbid_network() -> bool:
    """Let the kernel refuse every connection from now on; False where it knows no way to.

    Works without any privilege, in containers as well, for whatever program this process becomes.
    """
    if platform.machine() not in _CALLS:
        return False
    steps = b"".join(struct.pack("=HBBI", *step) for step in _steps(*_CALLS[platform.machine()]))
    program = _Program(len(steps) // 8, steps)
    kernel = ctypes.CDLL(None)
    refused = kernel.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    return not refused and not kernel.prctl(_SECCOMP, _FILTER, ctypes.byref(program), 0, 0)


def _steps(machine: int, connect: int, socket: int, ring: int) -> list[tuple[int, int, int, int]]:
    """Return a program of the kernel's filter: code, steps to skip if true, if false, value.

    LibreOffice opens a socket of a file (AF_UNIX) to find whether it runs already.
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
