"""Short texts for social networks."""

from django.utils.translation import gettext_lazy as _

from ..panels import WordImportPanel
from .articles import ArticlePage


class ShortTextPage(ArticlePage):
    """A few sentences for social networks, consisting only of its summary.

    As a page it has a URL, its source, and the usual workflow.
    """

    parent_page_types = ["agency_sites.SectionIndexPage"]
    template = "agency_sites/article.html"
    page_description = _("A few sentences for social networks, read and approved as any text is.")
    content_panels = [
        panel
        for panel in ArticlePage.content_panels
        if getattr(panel, "field_name", "") != "body" and not isinstance(panel, WordImportPanel)
    ]

    class Meta:
        verbose_name = _("short text")
        verbose_name_plural = _("short texts")
