"""Which page a report is about."""

from dataclasses import dataclass

from wagtail.models import Page, Site

_LONGEST_PATH = 500


@dataclass(frozen=True, slots=True)
class ReportedPage:
    """A page of the tree that everybody may read, or None, and the path that was asked for."""

    page: Page | None
    path: str

    @property
    def title(self) -> str:
        """Return how the reader knows it."""
        return self.page.title if self.page else self.path


def reported_page(asked: str) -> ReportedPage:
    """Return the live page of a number or a path; what is no path of ours means the front page."""
    pages = Page.objects.live().public().filter(depth__gt=1)
    if asked.isascii() and asked.isdigit() and len(asked) <= 18:
        page = pages.filter(pk=int(asked)).first()
        return ReportedPage(page, _path_of(page) if page else "/")
    path = asked[:_LONGEST_PATH].partition("?")[0]
    # Browsers take "\\" for "/", and what begins with two of them for another host.
    if not path.startswith("/") or path.startswith(("//", "/\\")) or not path.isprintable():
        return ReportedPage(None, "/")
    site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
    if site is None:
        return ReportedPage(None, path)
    url_path = f"{site.root_page.url_path.rstrip('/')}{path.rstrip('/')}/"
    return ReportedPage(pages.filter(url_path=url_path).first(), path)


def _path_of(page: Page) -> str:
    parts = page.get_url_parts()
    return str(parts[2])[:_LONGEST_PATH] if parts else "/"
