"""Every address outside /admin/, taken from the resolver itself, filled with a house's objects."""

from tests.tenancy.admin_urls import ADMIN, every_pattern
from tests.tenancy.conftest import House
from tests.tenancy.parts import Address, filled

SERVE_FILE, SERVE_PAGE = "media", "wagtail_serve"
# Patterns without a name, and what is asked there.
UNNAMED = {
    route: [f"/{route}"]
    for route in ("_util/login/", "favicon.ico", "apple-touch-icon.png", "so-do/")
    # Its 503 says that something is wrong with the system, as it is here: tests/monitoring asks it.
} | {"suc-khoe/": []}


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
        own.used_document.file.name,
        own.rendition.file.name,
        own.page_picture,
        own.upload.file.name,
        own.avatar.name,
        own.fake_report.picture.name,
        own.attestation.picture.name,
        *(row.file.name for case in own.cases for row in case.evidence.all()),
    ]


def files_of(house: House) -> list[str]:
    """Return where all files are kept, private and published ones."""
    own = house.contents
    live = [own.live_image.file.name, own.live_document.file.name, own.live_page_picture]
    return [*private_files(house), *live]


def page_paths(house: House) -> list[str]:
    """Return the paths of pages of all kinds, the unpublished ones too."""
    own = house.contents
    pages = [house.home, house.article, own.live, own.scheduled, own.section]
    pages += [own.update, own.draft_update, own.material, own.answer]
    places = [*house.home.get_children().live()]
    hub = house.home.get_parent().url_path
    paths = ["/" + page.url_path.removeprefix(hub) for page in [*pages, *places]]
    return ["/", *paths, *reading_paths(house), *private_reading_paths(house)]


def reading_paths(house: House) -> list[str]:
    """Return where the file of the published material is read."""
    material = house.contents.material.url
    return [f"{material}xem/{step}" for step in ("", "1/", "den/")]


def private_reading_paths(house: House) -> list[str]:
    """Return where files would be read that nothing published shows: of a draft, of a change."""
    material = house.contents.material.url
    return [
        *(f"{material}xem/tep-2/{step}" for step in ("", "1/", "den/")),
        *(
            path.replace(material, house.contents.draft_material.url)
            for path in reading_paths(house)
        ),
    ]
