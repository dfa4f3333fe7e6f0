"""What is sent to us, and what is not waited for."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from django.conf import settings

from network.serving import bodies
from network.serving.refusals import RefusalStatus, Refused


class Sender:
    """Sends pieces, and then nothing for a while."""

    def __init__(self, *pieces: bytes, then: float = 0) -> None:
        self.pieces, self.then = pieces, then

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self.pieces:
            yield piece
        await asyncio.sleep(self.then)


def received(sender: Sender, **headers: str) -> bytes:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return asyncio.run(bodies.receive(sender, named)).read()


def refusal(sender: Sender, **headers: str) -> RefusalStatus:
    with pytest.raises(Refused) as refused:
        received(sender, **headers)
    return refused.value.reason


def test_a_form_is_received_whole():
    assert received(Sender(b"ten=", b"An"), content_length="6") == b"ten=An"
    assert received(Sender()) == b""


def test_a_large_body_waits_on_the_disk(monkeypatch):
    monkeypatch.setattr(bodies, "IN_MEMORY_BYTES", 4)
    assert received(Sender(b"abc", b"defghi"), content_length="9") == b"abcdefghi"


def test_who_sends_nothing_for_long_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(bodies, "SECONDS", 0.01)
    assert refusal(Sender(b"abc", then=60), content_length="9") is RefusalStatus.TOO_SLOW


def test_what_breaks_off_is_no_form():
    assert refusal(Sender(b"abc", b""), content_length="9") is RefusalStatus.BROKEN_OFF


def test_what_is_too_large_or_says_no_length_is_not_received():
    large = str(settings.UPLOAD_REQUEST_BYTES + 1)
    assert refusal(Sender(then=60), content_length=large) is RefusalStatus.TOO_LARGE
    assert refusal(Sender(then=60), transfer_encoding="chunked") is RefusalStatus.NO_LENGTH
