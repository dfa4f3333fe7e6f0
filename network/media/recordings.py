"""Check audio and video files: content matches the extension, and phone browsers can play it. Pure.

Nothing is decoded: the container headers name the codecs.
"""

from collections.abc import Iterator
from typing import IO

KINDS = ("mp3", "m4a", "ogg", "mp4", "webm")
# Codecs by four-character code (ISO/IEC 14496-12) that phones of the last ten years play. HEVC,
# which cameras write, AMR and Apple's lossless codec do not play everywhere.
_PLAYED = {
    b"vide": (b"avc1", b"avc3", b"av01", b"vp08", b"vp09"),
    b"soun": (b"mp4a", b"Opus", b"fLaC", b".mp3"),
}
_TRACK = (b"moov", b"trak", b"mdia")
_CODEC = (b"minf", b"stbl", b"stsd")
_MOST_BOXES = 1_000
# Android plays both in Ogg; iPhones play Vorbis only since iOS 18.4, so it is refused by name.
OPUS, VORBIS = b"OpusHead", b"\x01vorbis"
_EBML, _HEAD = b"\x1a\x45\xdf\xa3", 64


def is_recording(file: IO[bytes], extension: str) -> bool:
    """Return whether the content of `file` is audio or video of the type `extension`."""
    head = file.read(_HEAD)
    if extension == "mp3":
        return _is_mp3(head)
    if extension == "ogg":
        return head.startswith(b"OggS")
    if extension == "webm":
        return head.startswith(_EBML) and b"webm" in head
    # An interrupted download has no track yet.
    return head[4:8] == b"ftyp" and bool(_tracks(file))


def is_played(file: IO[bytes], extension: str) -> bool:
    """Return whether browsers can play a file accepted by is_recording()."""
    file.seek(0)
    if extension == "ogg":
        return OPUS in file.read(_HEAD)
    if extension not in ("mp4", "m4a"):
        return True
    tracks = _tracks(file)
    known = [codec in _PLAYED[handler] for handler, codec in tracks if handler in _PLAYED]
    return bool(known) and all(known)


def _is_mp3(head: bytes) -> bool:
    """Return whether `head` starts with an ID3v2 tag or an MPEG audio layer III frame header."""
    return head.startswith(b"ID3") or (
        len(head) >= 4 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2 and head[2] & 0xF0 != 0xF0
    )


def _tracks(file: IO[bytes]) -> list[tuple[bytes, bytes]]:
    """Return the handler and the codec of each track, as four-character codes."""
    found = []
    for begin, end in _inside(file, (0, file.seek(0, 2)), _TRACK):
        handler = _letters(file, _inside(file, (begin, end), (b"hdlr",)), 8)
        found.append((handler, _letters(file, _inside(file, (begin, end), _CODEC), 12)))
    return found


def _letters(file: IO[bytes], boxes: list[tuple[int, int]], at: int) -> bytes:
    if not boxes:
        return b""
    file.seek(boxes[0][0] + at)
    return file.read(4)


def _inside(
    file: IO[bytes], place: tuple[int, int], path: tuple[bytes, ...]
) -> list[tuple[int, int]]:
    """Return start and end of the boxes at the end of `path`, inside the box at `place`."""
    places = [place]
    for name in path:
        places = [box for each in places for kind, box in _boxes(file, *each) if kind == name]
    return places


def _boxes(file: IO[bytes], begin: int, end: int) -> Iterator[tuple[bytes, tuple[int, int]]]:
    """Yield type and (first, end) offset of the boxes of an MP4 file between two offsets; stops at
    a malformed one."""
    for _ in range(_MOST_BOXES):
        if begin + 8 > end:
            return
        file.seek(begin)
        size, kind = int.from_bytes(file.read(4)), file.read(4)
        head = 8
        if size == 1:
            size, head = int.from_bytes(file.read(8)), 16
        size = size or end - begin
        if size < head:
            return
        yield kind, (begin + head, min(begin + size, end))
        begin += size
