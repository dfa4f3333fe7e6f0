"""Every address outside /admin/, taken from the resolver itself, filled with a house's objects."""

from tests.tenancy.admin_urls import ADMIN, every_pattern
from tests.tenancy.conftest import House
from tests.tenancy.parts import Address, filled

SERVE_FILE, SERVE_PAGE = "media", "wagtail_serve"
# Patterns without a name, and what is asked there.
UNNAMED = {
    route: [f"/{route}"] for route in ("_util/login/", "favicon.ico", "apple-touch-icon.png")
}


def public_addresses(house: House) -> list[Address]:
    """Return every public address with what `house` owns in its path; KeyError for a new part."""
    found = []
    for name, pattern, route in every_pattern():
        if route.startswith(ADMIN):
            continue
        if route.startswith("media/"):
            found += [Address(SERVE_FILE, f"/media/{path}", route) for path in files_of(house)]
        elif name == SERVE_PAGE:
            found += [Address(name, page, route) for page in page_paths(house)]
        elif not pattern.name:
            found += [Address(name, url, route) for url in UNNAMED[route]]
        else:
            found += [Address(name, url, route) for url in filled(name, pattern, house)]
    return found


def private_files(house: House) -> list[str]:
    """Return where the files that nothing published shows are kept, below the media folder."""
    own = house.contents
    return [
        house.image.file.name,
        house.document.file.name,
        own.rendition.file.name,
        own.upload.file.name,
        own.avatar.name,
    ]


def files_of(house: House) -> list[str]:
    """Return where all files are kept, private and published ones."""
    own = house.contents
    return [*private_files(house), own.live_image.file.name, own.live_document.file.name]


def page_paths(house: House) -> list[str]:
    """Return the paths of pages of all kinds, the unpublished ones too."""
    own = house.contents
    pages = [house.home, house.article, own.live, own.scheduled, own.section]
    pages += [own.update, own.draft_update, own.material, own.answer]
    places = [*house.home.get_children().live()]
    hub = house.home.get_parent().url_path
    return ["/", *("/" + page.url_path.removeprefix(hub) for page in [*pages, *places])]
