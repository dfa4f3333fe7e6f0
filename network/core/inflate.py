"""Decompress bodies in small parts while they arrive, so that a bomb is stopped early."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

_PART = 65_536
_NO_COMPRESSION = frozenset({"", "identity", "none", "utf-8"})


class BrokenEncoding(ValueError):
    """The body is not compressed as declared, or with a method that was not requested."""


class IdentityDecoder:
    """Passes the bytes on unchanged."""

    def feed(self, raw: bytes) -> Iterator[bytes]:
        """Yield the decompressed bytes of a piece of the response. Raises BrokenEncoding if it
        cannot be decompressed."""
        yield raw

    def finish(self) -> None:
        """Raise BrokenEncoding if the body is incomplete."""


def decoder_for(content_encoding: str) -> IdentityDecoder:
    """Return the decoder for a Content-Encoding header. Raises BrokenEncoding.

    Only one layer of gzip or deflate is accepted, as requested. Several layers are typical of
    bombs.
    """
    names = [name.strip().lower() for name in content_encoding.split(",")]
    names = [name for name in names if name not in _NO_COMPRESSION]
    if not names:
        return IdentityDecoder()
    if names in (["gzip"], ["x-gzip"], ["deflate"]):
        return _Inflater(gzip=names != ["deflate"])
    raise BrokenEncoding(f"content-encoding {content_encoding[:60]!r}")


class _Inflater(IdentityDecoder):
    """Decompresses gzip (also several members) and both formats that servers call deflate."""

    def __init__(self, *, gzip: bool) -> None:
        self.gzip = gzip
        self.plain = False
        self.head = b""
        self.inflater: zlib._Decompress | None = None

    def feed(self, raw: bytes) -> Iterator[bytes]:
        if self.inflater is None and not self.plain:
            self.head += raw
            if len(self.head) < 2:
                return
            raw, self.head = self.head, b""
            self._choose(raw)
        if self.plain:
            yield raw
            return
        try:
            yield from self._inflate(raw)
        except zlib.error as error:
            raise BrokenEncoding(str(error)) from error

    def finish(self) -> None:
        if self.head or (self.inflater and not self.inflater.eof):
            raise BrokenEncoding("compressed body cut off")

    def _choose(self, raw: bytes) -> None:
        """Choose by the first bytes: some servers declare gzip and send text, or send raw
        deflate."""
        if self.gzip:
            self.plain = not raw.startswith(b"\x1f\x8b")
            window = 16 + zlib.MAX_WBITS
        else:
            is_zlib = raw[0] & 0x0F == 8 and int.from_bytes(raw[:2], "big") % 31 == 0
            window = zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS
        self.inflater = None if self.plain else zlib.decompressobj(window)

    def _inflate(self, raw: bytes) -> Iterator[bytes]:
        part = b""
        # After a full part, the decompressor may hold more output although its input is used up.
        while self.inflater and (raw or len(part) == _PART):
            if self.inflater.eof:
                if not self.gzip or not raw.startswith(b"\x1f"):
                    return  # padding after the end, ignored as gzip itself does
                self.inflater = zlib.decompressobj(16 + zlib.MAX_WBITS)
            part = self.inflater.decompress(raw, _PART)
            raw = self.inflater.unused_data or self.inflater.unconsumed_tail
            if part:
                yield part
