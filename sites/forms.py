"""The form behind every page of a section."""

import itertools
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from network.agencies.references import foreign_references
from network.agencies.scope import SECTION_PATH_LENGTH
from network.core.text import slugify_vi

# A slug holds 255 characters; room for the number of a repeated title.
LONGEST_SLUG = 240


class SectionPageForm(WagtailAdminPageForm):
    """Makes slugs of Vietnamese titles and refuses another agency's page, image or file."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound and self.instance.pk is None:
            # The browser's own slug loses letters: "Huyện Đăk Đoa" became "huyn-djak-djoa".
            posted: QueryDict = kwargs.get("data") or args[0]
            self.data = posted.copy()
            self.data["slug"] = self._free_slug(slugify_vi(posted.get("title", "")))

    def _free_slug(self, slug: str) -> str:
        """Return `slug`, with the first free number behind it where it is taken."""
        slug = slug[:LONGEST_SLUG]
        taken = set(
            self.parent_page.get_children()
            .filter(slug__startswith=slug)
            .values_list("slug", flat=True)
        )
        numbered = (f"{slug}-{number}" for number in itertools.count(2))
        return next(name for name in itertools.chain([slug], numbered) if name not in taken)

    def _post_clean(self) -> None:
        super()._post_clean()
        path = self.instance.path or self.parent_page.path
        if len(path) < SECTION_PATH_LENGTH:
            return
        for _foreign in foreign_references(self.instance, section_path=path[:SECTION_PATH_LENGTH]):
            self.add_error(
                None,
                _(
                    "This page points at a page, image or file that is not your agency's. "
                    "Choose one of your own or a shared one."
                ),
            )
            return
