"""The form behind every page of a section."""

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from network.agencies.references import foreign_references

from .querysets import SECTION_PATH_LENGTH


class SectionPageForm(WagtailAdminPageForm):
    """Refuses what a posted id would smuggle in: another agency's page, image or file."""

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
