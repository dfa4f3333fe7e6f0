"""Receive request bodies before a thread is occupied."""

import asyncio
from contextlib import ExitStack
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO

from django.conf import settings
from granian.rsgi import Headers, HTTPProtocol

from .refusals import RefusalStatus, Refused

IN_MEMORY_BYTES = 512 * 1024
# A phone with weak reception sends 16 kB/s; slower bodies are refused.
SECONDS, BYTES_A_SECOND = 30.0, 16_000


async def receive(protocol: HTTPProtocol, headers: Headers) -> IO[bytes]:
    """Receive the request body and return it as a file at its start. Raises Refused if it is too
    large, too slow, incomplete or has no length."""
    if "transfer-encoding" in headers:
        raise Refused(RefusalStatus.NO_LENGTH)
    length = int(headers.get("content-length", "0"))
    if length > settings.UPLOAD_REQUEST_BYTES:
        raise Refused(RefusalStatus.TOO_LARGE)
    if not length:
        return BytesIO()
    with ExitStack() as unless_whole:
        body = unless_whole.enter_context(SpooledTemporaryFile(IN_MEMORY_BYTES))
        try:
            async with asyncio.timeout(SECONDS + length / BYTES_A_SECOND):
                async for part in protocol:
                    body.write(part)
        except TimeoutError:
            raise Refused(RefusalStatus.TOO_SLOW) from None
        if body.tell() != length:
            raise Refused(RefusalStatus.BROKEN_OFF)
        body.seek(0)
        unless_whole.pop_all()
    return body
