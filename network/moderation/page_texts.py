"""Collect every text of a page that citizens can read: fields, blocks, child rows, pictures and
files."""

import html
import re
from collections.abc import Iterator
from typing import Any

from django.db.models import CharField, Model, TextField
from modelcluster.models import get_all_child_relations
from wagtail.documents import get_document_model
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.models import Page

from network.agencies.references import referenced_keys

# Addresses and digests, which are derived from other fields.
_MADE = frozenset({"path", "url_path", "slug", "draft_title", "file_hash", "content_path"})
_LINE = re.compile(r"</?(?:p|li|ul|ol|h[1-6]|tr|table|div|br|hr|blockquote)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^>]*>", re.IGNORECASE)
_LINK = re.compile(r"""\bhref=["']([^"']*)["']""", re.IGNORECASE)


def texts_of(page: Page) -> Iterator[tuple[str, str]]:
    """Yield (field name, text) for everything in `page`, as it is in memory.

    Two extra queries if it refers to pictures and files.
    """
    yield from _of_object(page)
    for relation in get_all_child_relations(page):
        for row in getattr(page, relation.get_accessor_name()).all():
            yield from _of_object(row)
    named = referenced_keys(page)
    for model in (get_image_model(), get_document_model()):
        if model in named:
            for file in model._default_manager.filter(pk__in=named[model]):
                yield from _of_object(file)


def _of_object(thing: Model) -> Iterator[tuple[str, str]]:
    for field in thing._meta.concrete_fields:
        label = str(field.verbose_name)
        if isinstance(field, StreamField):
            blocks = field.get_prep_value(field.value_from_object(thing))
            yield from ((label, text) for text in texts_of_blocks(blocks))
        elif isinstance(field, RichTextField):
            yield from ((label, text) for text in _of_markup(field.value_from_object(thing)))
        elif isinstance(field, CharField | TextField) and not _is_made(field):
            yield label, str(field.value_from_object(thing) or "")


def _is_made(field: Any) -> bool:
    return field.name in _MADE or bool(field.choices)


def texts_of_blocks(value: Any) -> Iterator[str]:
    """Yield the texts of StreamField blocks. The cells of a table row form one text."""
    if isinstance(value, str):
        yield from _of_markup(value)
    elif isinstance(value, dict):
        for name, each in value.items():
            if name not in ("id", "type"):
                yield from texts_of_blocks(each)
    elif isinstance(value, list):
        if all(isinstance(each, str) for each in value):
            yield from _of_markup(" | ".join(value))
        else:
            for each in value:
                yield from texts_of_blocks(each)


def _of_markup(text: str | None) -> Iterator[str]:
    """Yield the text without its tags, then its link targets, since a number may be in a URL."""
    text = text or ""
    yield html.unescape(_TAG.sub("", _LINE.sub("\n", text)))
    yield from (html.unescape(link) for link in _LINK.findall(text))
