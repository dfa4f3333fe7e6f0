"""Connections to checked addresses with a total deadline. The lower half of `network.core.http`.

Raises only exceptions of sockets and the TLS library: OSError, TimeoutError, ssl.SSLError.
"""

from __future__ import annotations

import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from http.client import HTTPException, HTTPResponse
from typing import Any

import certifi
from urllib3.connection import HTTPConnection, HTTPSConnection

type Resolver = Callable[[str, int], Sequence[str]]

_ADDRESSES_TRIED = 8
_INTERIM_AT_MOST = 10

# Read by the sockets of the fetching thread. A socket has no other way to get the deadline during
# the TLS handshake, since one SSLContext serves all fetches (creating one costs 20 ms).
_DEADLINE: ContextVar[float] = ContextVar("fetch_deadline")


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Limit the total time of this thread's connections inside the block to `seconds`."""
    token = _DEADLINE.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _DEADLINE.reset(token)


def remaining() -> float:
    """Return the seconds left until the deadline. Raises TimeoutError if it has passed."""
    left = _DEADLINE.get() - time.monotonic()
    if left <= 0:
        raise TimeoutError("deadline passed")
    return left


def system_resolver(host: str, port: int) -> Sequence[str]:
    """Return the addresses of `host` from the system's resolver. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(info[4][0]) for info in found))


def resolve_in_time(host: str, port: int, resolver: Resolver) -> list[str]:
    """Return the resolver's addresses, asked once. Raises OSError or TimeoutError.

    Runs in a separate thread, because the system's resolver has no timeout.
    """
    answer: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()

    def work() -> None:
        try:
            answer.put(list(resolver(host, port)))
        except Exception as error:  # whatever it is, the waiting thread must hear of it
            answer.put(error)

    threading.Thread(target=work, name="resolve", daemon=True).start()
    try:
        result = answer.get(timeout=remaining())
    except queue.Empty:
        raise TimeoutError("the resolver does not answer") from None
    if isinstance(result, Exception):
        raise OSError(str(result)) from result
    return result


class _TimedSocket(socket.socket):
    """A socket whose every read is limited by the deadline, so that slow servers cannot extend
    it."""

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        self.settimeout(remaining())
        return super().recv_into(*args, **kwargs)


class _TimedTlsSocket(ssl.SSLSocket):
    """The same for TLS, including the handshake."""

    def do_handshake(self, block: bool = False) -> None:
        self.settimeout(remaining())
        super().do_handshake(block)

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        self.settimeout(remaining())
        return super().recv_into(*args, **kwargs)


class _FinalResponse(HTTPResponse):
    """Skips interim responses (RFC 9110, 15.2): the standard library handles only status 100."""

    def begin(self) -> None:
        for _ in range(_INTERIM_AT_MOST):
            super().begin()
            if not 102 <= self.status < 200:
                return
            # Resetting the headers tells the library to read another response head.
            vars(self)["headers"] = None
        raise HTTPException("only interim answers")


class _Pinned:
    """Mixin: connects to checked addresses, whatever the host name resolves to now."""

    addresses: Sequence[str]
    port: int

    def _new_conn(self) -> socket.socket:
        """Return a socket connected to the first address that answers. Raises the last OSError if
        none does."""
        failure: OSError = OSError("no address")
        tried = self.addresses[:_ADDRESSES_TRIED]
        for index, address in enumerate(tried):
            family = socket.AF_INET6 if ":" in address else socket.AF_INET
            sock = _TimedSocket(family, socket.SOCK_STREAM)
            try:
                # Leave time for the next address if one does not answer.
                sock.settimeout(remaining() / (len(tried) - index))
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                sock.connect((address, self.port))
            except OSError as error:
                sock.close()
                failure = error
                continue
            return sock
        raise failure


class _PinnedHttp(_Pinned, HTTPConnection):
    response_class = _FinalResponse


class _PinnedHttps(_Pinned, HTTPSConnection):
    response_class = _FinalResponse


@cache
def tls_context() -> ssl.SSLContext:
    """Return the TLS context of all fetches, with the authorities of the system and of certifi.

    A fresh Debian has no system store; a province may add its own authority to it.
    """
    context = ssl.create_default_context(cafile=certifi.where())
    context.load_default_certs()
    context.sslsocket_class = _TimedTlsSocket
    return context


def pinned_connection(
    scheme: str, host: str, port: int, addresses: Sequence[str]
) -> HTTPConnection | HTTPSConnection:
    """Return an unopened connection to `addresses`; `host` is used for Host, SNI and
    certificate."""
    connection: _PinnedHttp | _PinnedHttps
    if scheme == "https":
        connection = _PinnedHttps(host, port, ssl_context=tls_context())
    else:
        connection = _PinnedHttp(host, port)
    connection.addresses = addresses
    return connection
