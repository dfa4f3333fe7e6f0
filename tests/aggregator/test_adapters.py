"""Adapters are found by their kind."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import find

from aggregator.adapters import UnknownKind, adapters, get_adapter


def test_the_feed_adapter_reads_a_feed() -> None:
    feed = get_adapter("rss").read(
        b"<rss><channel><item><title>T</title><link>https://x.vn/a</link></item></channel></rss>",
        content_type=None,
        base_url="https://x.vn/rss",
        now=datetime(2026, 11, 25, tzinfo=UTC),
        excerpt_length=300,
        options={},
    )
    assert [entry.link for entry in feed.entries] == ["https://x.vn/a"]


def test_every_adapter_names_its_kind_and_reads() -> None:
    assert "rss" in adapters()
    for kind, adapter in adapters().items():
        assert callable(adapter.read)
        assert kind == adapter.KIND


def test_an_unknown_kind_is_named() -> None:
    with pytest.raises(UnknownKind, match="gopher"):
        get_adapter("gopher")


def test_fields_of_other_kinds_are_hidden() -> None:
    styles = Path(str(find("aggregator/preview.css"))).read_text()
    for kind, adapter in adapters().items():
        assert not adapter.OPTIONS or f".kind-options--{kind}" in styles
