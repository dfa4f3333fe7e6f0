"""Editor forms of section pages."""

import itertools
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.forms import DateField, TextInput
from django.http import Http404, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm
from wagtail.models import Page

from legal_updates.forms import TopicField
from network.agencies.posted import posted_names
from network.agencies.references import foreign_among, foreign_references, referenced_keys
from network.agencies.scope import SECTION_PATH_LENGTH
from network.core.day_rules import why_impossible
from network.core.text import fold, slugify_vi
from network.media.evidence import refuse_empty_evidence

from .blocks import ALT_TEXT_LENGTH

# A slug may have 255 characters; this leaves room for a number.
LONGEST_SLUG = 240


def free_slug(parent: Page, slug: str) -> str:
    """Return `slug`, with a number appended if a child of `parent` has it already."""
    slug = slug[:LONGEST_SLUG]
    taken = set(parent.get_children().filter(slug__startswith=slug).values_list("slug", flat=True))
    numbered = (f"{slug}-{number}" for number in itertools.count(2))
    return next(name for name in itertools.chain([slug], numbered) if name not in taken)


class SectionCopyForm(CopyForm):
    """Copy form that creates slugs from Vietnamese titles."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["new_slug"]
        field.widget, field.required = TextInput(), False
        field.help_text = _("Left empty, it is made of the title.")
        field.initial = free_slug(self.page.get_parent(), self.page.slug)
        if self.is_bound:
            posted: QueryDict = kwargs.get("data") or args[0]
            self.data = data = posted.copy()
            data["new_slug"] = slugify_vi(data.get("new_slug") or data.get("new_title") or "")


# Kinds of dates in page editors (`network.core.day_rules`); all others are of the kind "any".
_KINDS_OF_DAYS = {
    "source_date": "source",
    "last_reviewed_on": "review",
    "valid_until": "validity",
}


class SectionPageForm(WagtailAdminPageForm):
    """Page form that creates slugs from Vietnamese titles, and refuses references to other
    agencies' objects."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].help_text = _(
                "The last part of the page's address. It is made of the title when the page is new."
            )
        if self.is_bound:
            posted: QueryDict = kwargs.get("data") or args[0]
            self.data = data = posted.copy()
            if self.instance.pk is None:
                title = (data.get("title") or "").strip()
                data["slug"] = free_slug(self.parent_page, slugify_vi(title))
                if "slug" in self.fields and not title:
                    # The error of the title is enough, since the slug is made of it.
                    self.fields["slug"].required = False
            self._refuse_foreign_names()

    @property
    def section_path(self) -> str:
        """Return the tree path of the page's current or future section, "" outside sections."""
        path: str = self.instance.path or self.parent_page.path
        return path[:SECTION_PATH_LENGTH] if len(path) >= SECTION_PATH_LENGTH else ""

    def _refuse_foreign_names(self) -> None:
        """Raise Http404 if the form newly refers to another agency's page, image or file.

        No chooser offers these, and showing the form again would reveal their titles.
        """
        if not self.section_path:
            return
        before = referenced_keys(self.instance)
        named = posted_names(self)
        new = {model: keys - before.get(model, set()) for model, keys in named.items()}
        if any(foreign_among(new, section_path=self.section_path)):
            raise Http404

    def clean(self) -> dict[str, Any]:
        """Add errors to changed dates that cannot be meant."""
        cleaned: dict[str, Any] = super().clean()
        for name in self.changed_data:
            day = cleaned.get(name)
            if isinstance(self.fields.get(name), DateField) and day:
                kind = _KINDS_OF_DAYS.get(name, "any")
                if sentence := why_impossible(kind, day, today=timezone.localdate()):
                    self.add_error(name, sentence)
        self._refuse_empty_files()
        return cleaned

    def _refuse_empty_files(self) -> None:
        """Add errors to newly chosen files of a material that show nothing."""
        files = self.formsets.get("files")
        for form in files.forms if files else ():
            if "file" in form.changed_data and form.is_valid() and form.cleaned_data.get("file"):
                stored = form.cleaned_data["file"].file
                try:
                    with stored.open() as content:
                        refuse_empty_evidence(File(content, name=stored.name))
                except FileNotFoundError:
                    continue
                except ValidationError as error:
                    form.add_error("file", error)

    def _post_clean(self) -> None:
        super()._post_clean()
        if not self.section_path:
            return
        for _foreign in foreign_references(self.instance, section_path=self.section_path):
            self.add_error(
                None,
                _(
                    "This page points at a page, image or file that is not your agency's. "
                    "Choose one of your own or a shared one."
                ),
            )
            return


_PEOPLE = ("translator", "translation_reviewer")


class ArticlePageForm(SectionPageForm):
    """Form of an article, with topics as check boxes. The language is Vietnamese by default."""

    topics = TopicField(label=gettext_lazy("Topics"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "language" in self.fields:
            self.fields["language"].required = False

    def _post_clean(self) -> None:
        """Add the errors of fields that are missing at submission only."""
        super()._post_clean()
        if not self.is_deferred_validation:
            for name, message in self.instance.missing_fields().items():
                self.add_error(name if name in self.fields else None, message)

    def clean_language(self) -> str:
        """Return the chosen language, or the model's default."""
        return self.cleaned_data["language"] or self._meta.model._meta.get_field("language").default

    def clean(self) -> dict[str, Any]:
        """Take a missing alt text of the cover from its description. On submission, require a
        translator and a different reviewer for a translation."""
        cleaned: dict[str, Any] = super().clean()
        if cleaned.get("cover") and not cleaned.get("cover_alt_text"):
            cleaned["cover_alt_text"] = cleaned["cover"].description[:ALT_TEXT_LENGTH]
        people = {name: cleaned.get(name, "").strip() for name in _PEOPLE if name in cleaned}
        if cleaned.get("language", "vi") == "vi" or self.is_deferred_validation:
            return cleaned
        for name in (name for name, person in people.items() if not person):
            self.add_error(name, _("A translation names who made it and who read it again."))
        if all(people.values()) and len(set(map(fold, people.values()))) < len(people):
            self.add_error("translation_reviewer", _("Somebody else has to read it again."))
        return cleaned


class AgencyHomePageForm(SectionPageForm):
    """Form of a section's front page. Its slug belongs to the agency and is set by the network."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].disabled = True

    def clean(self) -> dict[str, Any]:
        """Add errors to new and changed links that lead to another website than they say."""
        cleaned: dict[str, Any] = super().clean()
        links = self.formsets.get("own_links")
        for form in links.forms if links else ():
            if form.has_changed() and form.is_valid() and not form.cleaned_data.get("DELETE"):
                try:
                    form.instance.refuse_wrong_host(self.instance.agency)
                except ValidationError as error:
                    form.add_error("url", error)
        return cleaned


class LegalUpdateForm(ArticlePageForm):
    """Form of a legal update. Its short answers may replace the summary."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "summary" in self.fields:
            self.fields["summary"].required = False
            self.fields["summary"].help_text = _(
                "Shown in lists. Left empty, it is made of the short answers."
            )
