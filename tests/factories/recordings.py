"""The heads of sound and film as phones and programs write them; there is nothing to hear."""

MP3 = b"ID3\x04\0\0\0\0\0\0"
OGG = b"OggS\0\x02" + b"\0" * 22 + b"OpusHead" + b"\0" * 11
WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm"
CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:02.000\nThưa bà con.\n".encode()
MATROSKA = WEBM.replace(b"webm", b"matroska")


def box(name: bytes, *inside: bytes) -> bytes:
    content = b"".join(inside)
    return (len(content) + 8).to_bytes(4) + name + content


def track(handler: bytes, codec: bytes) -> bytes:
    entry = box(b"stsd", b"\0" * 4, (1).to_bytes(4), box(codec, b"\0" * 28))
    named = box(b"hdlr", b"\0" * 8, handler, b"\0" * 12)
    return box(b"trak", box(b"mdia", named, box(b"minf", box(b"stbl", entry))))


def mp4(*tracks: bytes) -> bytes:
    """A film whose index stands behind its content, as phones write it."""
    return (
        box(b"ftyp", b"isom\0\0\0\0isomiso2")
        + box(b"mdat", b"\0" * 99)
        + box(b"moov", box(b"mvhd", b"\0" * 100), *tracks)
    )


FILM = mp4(track(b"vide", b"avc1"), track(b"soun", b"mp4a"), track(b"sbtl", b"tx3g"))
SOUND = mp4(track(b"soun", b"mp4a"))
HEVC = mp4(track(b"vide", b"hvc1"), track(b"soun", b"mp4a"))
AMR = mp4(track(b"soun", b"samr"))
CUT_OFF = FILM[: FILM.index(b"moov")]
EMPTY = mp4()
THEORA = OGG.replace(b"OpusHead", b"\x80theora")
ENDLESS = box(b"ftyp", b"isom") + (8).to_bytes(4) + b"free" + box(b"free") * 5000
