"""Ten megabytes made to hurt take little more memory than they are long."""

from __future__ import annotations

import subprocess
import sys

import pytest

MEBIBYTE = 1024 * 1024
PROGRAM = """
import sys
from pathlib import Path
from aggregator.feeds.html import read_page
from aggregator.feeds.parse import parse_feed
from aggregator.feeds.types import NotAFeed

def peak():
    status = Path("/proc/self/status").read_text()
    return int(next(each for each in status.splitlines() if each.startswith("VmHWM:")).split()[1])

body = sys.stdin.buffer.read()
before = peak()
try:
    if body.startswith(b"<html"):
        read_page(body, None)
    else:
        parse_feed(body, content_type=None, base_url="https://a.example.vn/")
except NotAFeed:
    pass
print(peak() - before)
"""
RSS = b"<rss version='2.0'><channel>"
BODIES = {
    "unclosed items": (RSS, b"<item>"),
    "unclosed items with titles": (RSS, b"<item><title>a</title>"),
    "unclosed entries": (b"<feed xmlns='http://www.w3.org/2005/Atom'>", b"<entry>"),
    "references": (RSS + b"<item><title>", b"&x;     "),
    "letters read twice": (RSS + b"<item><title>", "á»‹".encode()),
    "prefixes": (RSS + b"<item><title><![CDATA[", b"<aa:"),
    "values": (b'{"version":"https://jsonfeed.org/version/1.1","items":[', b"{},"),
    "paragraphs": (b"<html><body>", b"<p>"),
}


@pytest.mark.parametrize(("head", "unit"), BODIES.values(), ids=BODIES)
def test_a_body_made_to_hurt_takes_little_memory(head: bytes, unit: bytes) -> None:
    size = (4 if head.startswith(b"<html") else 10) * MEBIBYTE - len(head) - 1000
    body = head + unit * (size // len(unit))
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM], input=body, capture_output=True, check=True, timeout=120
    )
    assert int(ended.stdout) < 140 * 1024  # kibibytes
