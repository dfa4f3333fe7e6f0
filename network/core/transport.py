"""Connections that go to checked addresses and end in time. The lower half of `network.core.http`.

Raises only what sockets and the TLS library raise: OSError, TimeoutError, ssl.SSLError.
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

# Read by the sockets of the thread that fetches; a socket has no other way to learn it during
# the TLS handshake, and one SSLContext serves all fetches (making one costs 20 ms).
_DEADLINE: ContextVar[float] = ContextVar("fetch_deadline")


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Give everything this thread does with a connection inside the block `seconds` in all."""
    token = _DEADLINE.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _DEADLINE.reset(token)


def remaining() -> float:
    """Return the seconds left of the running deadline. Raises TimeoutError when there are none."""
    left = _DEADLINE.get() - time.monotonic()
    if left <= 0:
        raise TimeoutError("deadline passed")
    return left


def system_resolver(host: str, port: int) -> Sequence[str]:
    """Return the addresses the system knows for `host`. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(info[4][0]) for info in found))


def resolve_in_time(host: str, port: int, resolver: Resolver) -> list[str]:
    """Return what `resolver` says, once. Raises OSError, TimeoutError.

    It runs in a thread of its own, because the system's resolver cannot be given a deadline.
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
    """A socket whose every read ends with the fetch: one byte a second gains nothing."""

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        self.settimeout(remaining())
        return super().recv_into(*args, **kwargs)


class _TimedTlsSocket(ssl.SSLSocket):
    """The same over TLS, handshake included."""

    def do_handshake(self, block: bool = False) -> None:
        self.settimeout(remaining())
        super().do_handshake(block)

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        self.settimeout(remaining())
        return super().recv_into(*args, **kwargs)


class _FinalResponse(HTTPResponse):
    """Reads past interim answers (RFC 9110, 15.2): the standard library knows 100 alone."""

    def begin(self) -> None:
        for _ in range(_INTERIM_AT_MOST):
            super().begin()
            if not 102 <= self.status < 200:
                return
            # What tells the library that a head is still to be read.
            vars(self)["headers"] = None
        raise HTTPException("only interim answers")


class _Pinned:
    """Connects to addresses that were checked, whatever the name of the host means by now."""

    addresses: Sequence[str]
    port: int

    def _new_conn(self) -> socket.socket:
        failure: OSError = OSError("no address")
        tried = self.addresses[:_ADDRESSES_TRIED]
        for index, address in enumerate(tried):
            family = socket.AF_INET6 if ":" in address else socket.AF_INET
            sock = _TimedSocket(family, socket.SOCK_STREAM)
            try:
                # A silent address must leave time for the next one.
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
    """Return the context of all fetches: the system's authorities and certifi's.

    A fresh Debian has no system store; a province may add its own authority to it.
    """
    context = ssl.create_default_context(cafile=certifi.where())
    context.load_default_certs()
    context.sslsocket_class = _TimedTlsSocket
    return context


def pinned_connection(
    scheme: str, host: str, port: int, addresses: Sequence[str]
) -> HTTPConnection | HTTPSConnection:
    """Return an unopened connection: `host` for Host, SNI and certificate, pinned beneath."""
    connection: _PinnedHttp | _PinnedHttps
    if scheme == "https":
        connection = _PinnedHttps(host, port, ssl_context=tls_context())
    else:
        connection = _PinnedHttp(host, port)
    connection.addresses = addresses
    return connection
