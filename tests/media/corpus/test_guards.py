"""Each guard taken away lets the harm happen that it is there for; what it guards is not trusted.

The process that opens files is replaced by one without the guard, or by any other program: that is
what a file makes of a decoder that it leads astray.
"""

import textwrap
import tracemalloc

import pytest
from django.conf import settings as real
from django.core.files.storage import default_storage

from network.media.models import RenderedPage, Rendering
from network.media.viewing import running
from network.media.viewing.confinement import MOST_MEMORY
from network.media.viewing.models import RenderingState
from network.media.viewing.results import Refusal
from network.media.viewing.services import MOST_ATTEMPTS
from tests.factories.files import make_readable
from tests.factories.office import outline_docx

from . import hostile_office, hostile_pdf, led_astray
from .watching import MIB, Watch

pytestmark = pytest.mark.django_db
ROOT = str(real.BASE_DIR)
# What leads to the address although no converter here goes there by itself.
FETCHING = """
import contextlib, urllib.request
from network.media.viewing import word
from network.media.word_import.docx_parts import Package
def fetch(package, key):
    away = [each.get("Target") for each in package.relations.values() if each.get("TargetMode")]
    with contextlib.suppress(OSError):
        return urllib.request.urlopen(away[0]).read()
word.require_harmless = lambda file: None
Package.content = fetch
"""
NO_GUARD = "child._confine = lambda: None"
NO_HOOK = "sys.addaudithook = lambda hook: None"
NO_NAMESPACE = "import os; os.unshare = lambda flags: (_ for _ in ()).throw(OSError())"
HTML = "<p onclick=a><script>alert(1)</script><img src='x' onerror=a><a href='javascript:a'>x</a>"


@pytest.fixture
def opened(settings, tmp_path):
    """Have a file opened by the real process, with something said before it begins."""

    def by(content: bytes, *before: str, name: str = "a.docx") -> Rendering:
        program = led_astray.REAL.format(root=ROOT, folder=str(tmp_path), before="\n".join(before))
        return read(content, program, name)

    def read(content: bytes, program: str, name: str) -> Rendering:
        led_astray.install(tmp_path, program)
        settings.BASE_DIR = tmp_path
        return Rendering.objects.get(document=make_readable(content, name))

    by.another = lambda program: read(
        outline_docx(), led_astray.OTHER.format(program=textwrap.dedent(program)), "a.docx"
    )
    return by


def test_without_the_bounds_a_bomb_takes_more_than_a_gibibyte(opened, monkeypatch):
    monkeypatch.setattr(running, "_MOST_SEEN", 2 * 1024 * MIB)
    watch = Watch()
    with watch.looking():
        rendering = opened(hostile_pdf.bomb(700), NO_GUARD, name="a.pdf")
    assert watch.most > 1024 * MIB
    assert rendering.is_ready


def test_without_bounds_of_its_own_a_process_is_killed_by_who_watches_it(opened):
    watch = Watch()
    with watch.looking():
        rendering = opened.another("kept = [bytearray(b'a' * 10**7) for _ in range(2000)]")
    # It was seen a twentieth of a second late.
    assert watch.most < 2 * MOST_MEMORY
    assert rendering.reason == Refusal.TOO_HEAVY


def test_without_any_guard_a_file_calls_its_sender(opened, listener):
    opened(hostile_office.linked_picture(listener.url), FETCHING, NO_GUARD)
    assert listener.heard() >= 1


@pytest.mark.parametrize("left", ["", NO_HOOK, NO_NAMESPACE])
def test_each_of_the_two_guards_alone_keeps_it_silent(opened, listener, left):
    rendering = opened(hostile_office.linked_picture(listener.url), FETCHING, left)
    assert listener.heard() == 0
    assert rendering.state == RenderingState.READY or rendering.reason == Refusal.EXTERNAL


def test_without_the_check_of_entities_decoders_still_read_no_file(opened, secret):
    rendering = opened(
        hostile_office.reading(secret.as_uri()),
        "from network.media.viewing import word; word.require_harmless = lambda file: None",
    )
    assert secret.read_text() not in "".join(rendering.pages.values_list("text", flat=True))


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        ("tell(parts=[{'text': 'a' * 20_000_000, 'html': ''}])", Refusal.TOO_LONG),
        ("tell(parts=[{'text': 'a\\0', 'html': ''}])", Refusal.BROKEN),
        ("tell(parts=[{'text': '\\ud800', 'html': ''}])", Refusal.BROKEN),
        ("tell(parts=[{'text': 'a', 'html': 7}])", Refusal.BROKEN),
        ("tell(parts=[{'text': 'a', 'html': '', 'title': 'a' * 201}])", Refusal.BROKEN),
        ("tell(refusal='sach')", None),
        ("os.mkfifo(folder / 'result.json')", None),
        ("(folder / 'result.json').symlink_to('/dev/zero')", None),
        ("tell(pictures=['a.webp']); (folder / 'a.webp').symlink_to('/etc/passwd')", None),
        ("tell(pictures=['a.webp']); os.mkfifo(folder / 'a.webp')", None),
        ("tell(pictures=['../../../../etc/passwd'])", None),
        (
            "for at in range(9):\n os.truncate(os.open(folder / f'{at}', 65), 60_000_000)\ntell()",
            Refusal.TOO_HEAVY,
        ),
    ],
)
def test_whatever_another_program_tells_is_refused(opened, program, reason):
    rendering = opened.another(program)
    if reason is None:
        # As if it had been killed: it is tried again, not for ever.
        assert (rendering.state, rendering.attempts) == (RenderingState.WAITING, 1)
        assert rendering.leased_until is None
        assert MOST_ATTEMPTS < 100
    else:
        assert (rendering.state, rendering.reason) == (RenderingState.REFUSED, reason)
    assert not rendering.pages.exists()
    assert not default_storage.exists(rendering.folder)


def test_what_another_program_tells_is_cleaned(opened):
    rendering = opened.another(f"tell(parts=[{{'text': 'a', 'html': {HTML!r}}}])")
    page = RenderedPage.objects.get(rendering=rendering)
    assert page.html == '<p><img><a rel="noopener noreferrer external">x</a></p>'


def test_the_most_that_is_told_leaves_the_worker_light(opened):
    tracemalloc.start()
    opened.another("tell(parts=[{'text': 'ệ' * 390_000, 'html': 'ệ' * 390_000}] * 3)")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 150 * MIB
