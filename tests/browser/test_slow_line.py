"""An old phone, a slow line, no script, no reader of PDF: three pages of each kind are read.

Its first page weighs little, nobody is accused, and nothing is saved.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from network.media.viewing.selectors import rendering_of
from network.settings import base
from sites.models import MaterialFile, SectionKey
from tests.browser.public_pages import ACCUSED, AXE
from tests.factories.files import make_readable, pdf_of
from tests.factories.office import saved
from tests.factories.sections import make_material, make_place, make_section
from tests.media.corpus.honest_office import talk, three_chapters, workbook
from tests.media.corpus.honest_open import chapters, paper
from tests.media.corpus.honest_pdf import HANDBOOK, LEAFLET, scan

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db]
SCREEN: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2}
FIRST_PAGE_BYTES = 150_000
# A village's line: 50 KB a second, an answer after 0.3 s.
LINE = {
    "offline": False,
    "latency": 300,
    "downloadThroughput": 50_000,
    "uploadThroughput": 20_000,
}


class Kind(NamedTuple):
    """How a file is made, how many of its pages are read, whether LibreOffice prints it."""

    make: Callable[[], bytes]
    pages: int = 3
    printed: bool = False


SHEETS = {name: [["Xã", "Số vụ"], ["Ia Pa", at]] for at, name in enumerate(("Mot", "Hai", "Ba"))}
KINDS = {
    "handbook.pdf": Kind(lambda: pdf_of(HANDBOOK)),
    "leaflets.pdf": Kind(lambda: pdf_of(*[LEAFLET] * 3)),
    "scan.pdf": Kind(scan),
    "scan.jpg": Kind(lambda: paper("JPEG"), pages=1),
    "outline.docx": Kind(three_chapters),
    "printed.docx": Kind(three_chapters, printed=True),
    "chapters.odt": Kind(chapters, printed=True),
    "table.xlsx": Kind(lambda: saved(workbook(**SHEETS))),
    "training.pptx": Kind(lambda: saved(talk("Một", "Hai", "Ba"))),
}
# The others in `make drill`.
USUAL = {"handbook.pdf", "printed.docx"}


@pytest.fixture(autouse=True)
def media_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


class Phone:
    """A tab without script on a slow line; it notes what it is asked to save and fetches."""

    def __init__(self, tab: Any) -> None:
        self.tab, self.saved, self.asked = tab, list[str](), list[Any]()
        line = tab.context.new_cdp_session(tab)
        line.send("Network.enable")
        line.send("Network.emulateNetworkConditions", LINE)
        tab.on("download", lambda each: self.saved.append(each.url))
        tab.on("requestfinished", lambda each: self.asked.append(each))

    def open(self, address: str) -> int:
        """Open a page to its end; return how many bytes came over the line."""
        self.asked.clear()
        self.tab.goto(address, wait_until="networkidle")
        sizes = [each.sizes() for each in self.asked]
        return sum(each["responseBodySize"] + each["responseHeadersSize"] for each in sizes)


@pytest.fixture
def phone(chromium):
    context = chromium.new_context(java_script_enabled=False, **SCREEN)
    yield Phone(context.new_page())
    context.close()


@pytest.fixture
def examiner(chromium):
    """A tab of the same size in which axe can run."""
    context = chromium.new_context(**SCREEN)
    tab = context.new_page()
    tab.add_init_script(AXE)
    yield tab
    context.close()


@pytest.fixture
def material(db, settings):
    def made(name: str):
        settings.OFFICE_PROGRAM = base.OFFICE_PROGRAM if KINDS[name].printed else ""
        place = make_place(make_section("Sở Y tế", slug="so-y-te"), "Sổ tay", key=SectionKey.SO_TAY)
        file = make_readable(KINDS[name].make(), name)
        said = "" if rendering_of(file).has_text else "Chữ trên tờ quét."
        return make_material(place, "Sổ tay", files=[MaterialFile(file=file, alternative=said)])

    return made


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(
            name,
            marks=[pytest.mark.office] * kind.printed + [pytest.mark.drill] * (name not in USUAL),
        )
        for name, kind in KINDS.items()
    ],
)
def test_three_pages_are_read_and_nothing_is_saved(phone, examiner, address, material, name):
    page = material(name)
    for below in ("xem/", *(f"xem/{at}/" for at in range(1, KINDS[name].pages + 1))):
        weight = phone.open(f"{address}{page.url}{below}")
        assert weight < FIRST_PAGE_BYTES, below
        examiner.goto(f"{address}{page.url}{below}")
        assert examiner.evaluate(ACCUSED, {}) == [], below
        assert examiner.evaluate("document.documentElement.scrollWidth") <= 360, below
    assert phone.saved == []


def test_the_same_phone_saves_the_file_itself(phone, address, material):
    """What the pages of ours are there for."""
    page = material("leaflets.pdf")
    phone.open(f"{address}{page.url}xem/")
    with phone.tab.expect_download():
        phone.tab.locator("main a[href$='.pdf']").first.click()
    assert len(phone.saved) == 1
