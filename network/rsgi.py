"""Where the web server hands requests over: what Django does is done in threads, all else here.

A thread is taken only by a request that is whole, and given back before its answer is sent. Bodies
are received and files are sent by the loop, however slowly, and kept pages are answered by it
(docs/adr/0033-slow-clients.md).
"""

from functools import partial

from granian.rsgi import HTTPProtocol, Scope

from network.core.freshness.middleware import cached_response
from network.serving.bodies import receive
from network.serving.environ import environ_of
from network.serving.pages import ServerResponse, make_page
from network.serving.refusals import Refused
from network.serving.threads import threads_for
from network.wsgi import application as django


async def application(scope: Scope, protocol: HTTPProtocol) -> None:
    environ = environ_of(scope)
    kept = cached_response(environ)
    if kept is not None:
        send(protocol, ServerResponse.of(kept))
        return
    try:
        with await receive(protocol, scope.headers) as body:
            environ["wsgi.input"] = body
            page = await threads_for(environ).run(partial(make_page, django, environ))
    except Refused as refused:
        page = refused.page()
    send(protocol, page)


def send(protocol: HTTPProtocol, page: ServerResponse) -> None:
    """Leave the answer to the server, which holds up nobody while it sends."""
    if page.file is None:
        protocol.response_bytes(page.status, page.headers, page.body)
    elif page.file.part is None:
        protocol.response_file(page.status, page.headers, page.file.path)
    else:
        part = page.file.part
        protocol.response_file_range(
            page.status, page.headers, page.file.path, part.start, part.stop
        )
