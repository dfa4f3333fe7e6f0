"""Sources from an OPML file: looked over first, added switched off."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from aggregator.feeds.opml import Outline
from aggregator.models import Health, Source
from aggregator.opml_services import OutlineReason, OutlineVerdict, propose_sources
from network.agencies.models import Role
from tests.factories.sections import make_source

pytestmark = pytest.mark.django_db
IMPORT = reverse("aggregator_source_modeladmin_opml")
FILE = """<opml version="2.0"><body>
<outline text="Bộ Y tế" xmlUrl="https://moh.example.vn/rss" category="provincial"/>
<outline text="Cũ" xmlUrl="http://www.known.example.vn/rss"/>
<outline text="Trong" xmlUrl="http://10.0.0.1/rss"/>
</body></opml>"""


def verdict(url: str) -> tuple[OutlineVerdict, OutlineReason]:
    proposal = propose_sources([Outline("Nguồn", url)])[0]
    return proposal.verdict, proposal.reason


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "http://localhost/rss",
        "http://169.254.169.254/rss",
        "http://0x7f.1/rss",
        "https://an:mat@portal.example.vn/rss",
        "https://portal.example.vn:22/rss",
        "https://[::ffff:10.0.0.1]/",
        "//portal.example.vn/rss",
        "https://portal.example.vn/a b",
    ],
)
def test_an_address_that_leads_inside_is_refused(url, settings):
    settings.AGGREGATOR_ALLOW_LOOPBACK = False
    assert verdict(url) == (OutlineVerdict.REFUSED, OutlineReason.NOT_PUBLIC)


def test_new_known_and_twice_are_told_apart():
    make_source(url="https://known.example.vn/rss")
    outlines = [
        Outline("", url)
        for url in ("http://www.known.example.vn/rss", "https://a.vn/rss", "https://a.vn/rss/")
    ]
    reasons = [proposal.reason for proposal in propose_sources(outlines)]
    assert reasons == [OutlineReason.SOURCE_EXISTS, OutlineReason.FINE, OutlineReason.TWICE]


def upload(desk, content: str = FILE):
    file = SimpleUploadedFile("nguon.opml", content.encode())
    return desk.post(IMPORT, {"file": file, "level": "central"})


def test_nothing_is_added_before_it_was_looked_over(desk):
    make_source(url="https://known.example.vn/rss")
    response = upload(desk)
    assert Source.objects.count() == 1
    shown = [each.verdict for each in response.context["proposals"]]
    assert shown == [OutlineVerdict.NEW, OutlineVerdict.KNOWN, OutlineVerdict.REFUSED]
    desk.post(IMPORT, {"list": response.context["list"]})
    added = Source.objects.get(name="Bộ Y tế")
    assert (added.enabled, added.health, added.level) == (False, Health.PAUSED, "provincial")
    assert Source.objects.count() == 2
    # Pressed twice.
    desk.post(IMPORT, {"list": response.context["list"]})
    assert Source.objects.count() == 2


def test_a_list_that_the_preview_did_not_make_is_refused(desk):
    desk.post(IMPORT, {"list": "x"})
    assert not Source.objects.exists()


def test_a_file_that_is_no_opml_is_answered_in_words(desk):
    response = upload(desk, "<!DOCTYPE opml [<!ENTITY a 'b'>]><opml/>")
    assert response.status_code == 200
    assert response.context["form"].errors["file"]


@pytest.mark.usefixtures("with_and_without_guard")
@pytest.mark.parametrize("role", [Role.AUTHOR, Role.AGENCY_ADMIN, Role.OVERSEER])
def test_only_the_network_admin_may(seat, role):
    response = upload(seat(role))
    assert response.status_code in (302, 403, 404)
    assert not getattr(response, "context", None) or "proposals" not in response.context


def test_the_command_adds_only_without_dry_run(tmp_path):
    path, out = tmp_path / "a.opml", io.StringIO()
    path.write_text(FILE)
    call_command("import_opml", path, "--dry-run", stdout=out)
    assert not Source.objects.exists()
    assert "refused (not_public): http://10.0.0.1/rss" in out.getvalue()
    call_command("import_opml", path, stdout=out)
    assert Source.objects.filter(enabled=False).count() == 2


def test_the_command_names_a_bad_file_in_one_line(tmp_path):
    with pytest.raises(CommandError, match="cannot read"):
        call_command("import_opml", tmp_path / "none.opml")
    (tmp_path / "b.opml").write_text("<rss/>")
    with pytest.raises(CommandError, match="no list of feeds"):
        call_command("import_opml", tmp_path / "b.opml")


def test_two_of_one_name_get_two_keys(desk):
    two = "".join(f'<outline text="Báo" xmlUrl="https://{host}.vn/rss"/>' for host in "ab")
    response = upload(desk, f'<opml version="2.0"><body>{two}</body></opml>')
    desk.post(IMPORT, {"list": response.context["list"]})
    assert set(Source.objects.values_list("key", flat=True)) == {"bao", "bao-2"}
