"""What an article lacks before it may be submitted, for the list above its form."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks import StreamValue, StructBlock
from wagtail.models import Page

from network.agencies.selectors import agency_of_page


@dataclass(frozen=True, slots=True)
class MissingItem:
    """A missing value: the content path of its field, and a sentence for the author."""

    path: str
    text: str


def missing_items(page: Page, form: WagtailAdminPageForm) -> list[MissingItem]:
    """Return what is missing at submission, in the order of the form. One query for a
    page that is not public.

    `form` says which fields are required. Its own errors are not read: a draft has been validated
    without them.
    """
    required = [
        name
        for name, field in form.fields.items()
        if name != "slug" and (field.required or name in form.deferred_required_fields)
    ]
    items = [
        MissingItem(name, _("%s: not filled in yet") % _capital(form.fields[name].label))
        for name in required
        if not getattr(page, name, None)
    ]
    items += [MissingItem(name, text) for name, text in page.missing_fields().items()]
    return [*_ended(page), *items, *_missing_in_blocks(page.body)]


def _ended(page: Page) -> Iterator[MissingItem]:
    """Yield an item for a page that its agency can no longer publish, because it has ended."""
    agency = agency_of_page(page) if page.pk and not page.live else None
    if agency and agency.gone_since(timezone.localdate()):
        text = _("The agency has ended: write the text in the section of its successor.")
        yield MissingItem("title", text)


def _missing_in_blocks(body: StreamValue) -> Iterator[MissingItem]:
    """Yield an item for each empty required field of the body's blocks."""
    numbers: dict[str, int] = {}
    for child in body:
        numbers[child.block_type] = number = numbers.get(child.block_type, 0) + 1
        label = f"{child.block.label} {number}"
        if isinstance(child.block, StructBlock):
            for name, part in child.block.child_blocks.items():
                if _is_required(part) and not child.value.get(name):
                    said = _("%(block)s: %(field)s not filled in yet")
                    text = said % {"block": label, "field": str(part.label).lower()}
                    yield MissingItem(f"body.{child.id}.{name}", text)
        elif child.block_type == "paragraph" and not str(child.value.source).strip():
            yield MissingItem(f"body.{child.id}", _("%s: not filled in yet") % label)


def _is_required(block: Any) -> bool:
    """Return whether the block is required at submission, also while a draft is validated."""
    return bool(getattr(block, "_original_required", block.required))


def _capital(label: Any) -> str:
    text = str(label)
    return text[:1].upper() + text[1:]
