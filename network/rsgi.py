"""Where the web server hands requests over: what Django does is done in threads, all else here.

A thread is taken only by a request that is whole, and given back before its answer is sent. Bodies
are received and files are sent by the loop, however slowly, and kept pages are answered by it
(docs/adr/0033-slow-clients.md).
"""

import asyncio
import time
from functools import partial
from typing import Any

from granian.rsgi import HTTPProtocol, Scope

from network.access_log import HEADER, request_id_for, write_access
from network.core.freshness.middleware import cached_response
from network.core.freshness.warming import WARMING
from network.core.page_views.counting import VIEWS
from network.core.response_times import RESPONSE_TIMES
from network.log_lines import REQUEST_ID
from network.serving.bodies import receive
from network.serving.counters import RESPONSES
from network.serving.environ import environ_in_advance, environ_of
from network.serving.pages import ServerResponse, make_page
from network.serving.refusals import Refused
from network.serving.threads import threads_for
from network.wsgi import application as django


async def application(scope: Scope, protocol: HTTPProtocol) -> None:
    begun = time.perf_counter()
    request_id = request_id_for(scope.headers.get(HEADER))
    status, is_file = 500, False
    try:
        page = await respond(scope, protocol, request_id)
        status, is_file = page.status, page.file is not None or page.pieces is not None
        await send(protocol, page, request_id)
    finally:
        seconds = time.perf_counter() - begun
        RESPONSES.count(status, seconds)
        if not is_file:
            RESPONSE_TIMES.count(status, seconds)
        write_access(scope, status=status, seconds=seconds, request_id=request_id)


def start(loop: asyncio.AbstractEventLoop) -> None:
    """Begin to write response times, and make pages in advance.

    Granian calls it in each process before the process listens: a proxy that asks meanwhile is
    refused at once and asks another process.
    """
    RESPONSE_TIMES.start(loop)
    WARMING.run(make_in_advance)


def stop(loop: asyncio.AbstractEventLoop) -> None:
    """Write the views and times that are only counted in memory. Granian calls it before the
    process ends."""
    VIEWS.flush()
    RESPONSE_TIMES.flush()


application.__rsgi_init__ = start  # type: ignore[attr-defined]
application.__rsgi_del__ = stop  # type: ignore[attr-defined]


async def respond(scope: Scope, protocol: HTTPProtocol, request_id: str) -> ServerResponse:
    """Return the cached page, the one that Django makes, or the refusal of a request."""
    environ = environ_of(scope)
    kept = cached_response(environ)
    if kept is not None:
        return ServerResponse.of(kept)
    try:
        with await receive(protocol, scope.headers) as body:
            environ["wsgi.input"] = body
            return await threads_for(environ).run(partial(make, environ, request_id))
    except Refused as refused:
        return refused.page()


def make(environ: dict[str, Any], request_id: str) -> ServerResponse:
    """Let Django make a page; what it logs meanwhile has the id of the request."""
    REQUEST_ID.set(request_id)
    return make_page(django, environ)


def make_in_advance(path: str) -> None:
    """Let Django make a public page, so that it is cached."""
    make(environ_in_advance(path), "in-advance")


async def send(protocol: HTTPProtocol, page: ServerResponse, request_id: str) -> None:
    """Leave the response to the server, which holds up nobody while it sends."""
    headers = [*page.headers, (HEADER, request_id)]
    if page.pieces is not None:
        transport = protocol.response_stream(page.status, headers)
        async for piece in page.pieces:
            await transport.send_bytes(piece)
    elif page.file is None:
        protocol.response_bytes(page.status, headers, page.body)
    elif page.file.part is None:
        protocol.response_file(page.status, headers, page.file.path)
    else:
        part = page.file.part
        protocol.response_file_range(page.status, headers, page.file.path, part.start, part.stop)
