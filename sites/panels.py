"""Editor panels with hints for the author."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel

from network.core.dates import format_day

from .article_starts import article_starts
from .deciders import next_deciders
from .missing import missing_items


class ChangedOriginalPanel(Panel):
    """Tells the author that the original was published again after the translation was last
    edited."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("heading", _("The original has changed"))
        super().__init__(**kwargs)

    class BoundPanel(Panel.BoundPanel):
        """The panel bound to one translation."""

        template_name = "agency_sites/changed_original_panel.html"

        def is_shown(self) -> bool:
            """Return whether the original is newer. One query for a translation, otherwise none."""
            page = self.instance
            if not super().is_shown() or page.pk is None or page.original is None:
                return False
            published, written = page.original.last_published_at, page.latest_revision_created_at
            return bool(published and written and published > written)


class MissingPanel(Panel):
    """Lists what is missing before the page may be submitted, each item leading to its field.

    Rendered again with every autosave (templates/wagtailadmin/pages/edit_partials.html).
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("heading", _("Before it is handed in"))
        super().__init__(**kwargs)

    class BoundPanel(Panel.BoundPanel):
        """The panel bound to one page."""

        template_name = "agency_sites/missing_panel.html"

        class Media:
            css = {"all": ["agency_sites/editor.css"]}
            js = ["agency_sites/editor.js"]

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add the missing items, and who decides next. Two queries."""
            page = self.instance if self.instance.pk else self.form.parent_page
            return super().get_context_data(parent_context) | {
                "items": missing_items(self.instance, self.form),
                "deciders": next_deciders(page, self.request.user),
            }


class StartsPanel(Panel):
    """Offers start contents for common kinds of articles, on the form of a new page only."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("heading", _("Start from a pattern"))
        super().__init__(**kwargs)

    class BoundPanel(Panel.BoundPanel):
        """The panel bound to one new article."""

        template_name = "agency_sites/starts_panel.html"

        def is_shown(self) -> bool:
            """Return whether the page is new."""
            return super().is_shown() and self.instance.pk is None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add the start contents, the one in use, and the address of the import from Word."""
            chosen = self.request.GET.get("mau", "")
            return super().get_context_data(parent_context) | {
                "starts": article_starts(),
                "chosen": chosen,
                "word_import": _new_from_word(self),
            }


def _new_from_word(panel: Any) -> str:
    """Return the address of the import from Word for the new article of a bound panel."""
    meta = panel.instance._meta
    parent = panel.form.parent_page.pk
    return reverse("word_import:new", args=[meta.app_label, meta.model_name, parent])


class EndOfUsePanel(FieldPanel):
    """Shows since when a material has ended, and how to change that."""

    def format_value_for_display(self, value: dt.datetime) -> str:
        """Return the formatted day."""
        return format_day(timezone.localdate(value))

    class BoundPanel(FieldPanel.BoundPanel):
        """The panel bound to one material."""

        def is_shown(self) -> bool:
            """Return whether the material has ended."""
            return super().is_shown() and self.instance.ended_at is not None


class WordImportPanel(Panel):
    """Button "Import from Word" above the body of an article."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("heading", _("From Word"))
        super().__init__(**kwargs)

    class BoundPanel(Panel.BoundPanel):
        """The panel bound to one article, new or existing."""

        template_name = "agency_sites/word_import/panel.html"

        @property
        def address(self) -> str:
            """Return the address of the import for this article."""
            if self.instance.pk:
                return reverse("word_import:page", args=[self.instance.pk])
            return _new_from_word(self)

        @property
        def any_page(self) -> str:
            """Return the address for the page with id 0: a new article gets its id when it is
            saved."""
            return reverse("word_import:page", args=[0])
