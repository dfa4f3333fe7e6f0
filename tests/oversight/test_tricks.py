"""A colluding agency tries to turn cells green without evidence.

It has the letter "x", white pictures of one pixel, a link to a page that does not exist and one to
example.com, then other tricks. Each is refused, waits for a person, or counts until a verdict.
"""

import datetime as dt
import io
import sys
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from enum import StrEnum
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from network.activities.reporters.forms import ReporterForm
from network.agencies.models import Role
from network.capacity.decisions import DecisionFileForm
from network.capacity.forms import QualificationForm
from network.capacity.resource_forms import ResourceForm
from network.channels.cases.watch.forms import FinishForm
from network.channels.cases.watch.services import finish_scan, open_scan
from network.channels.models import SafetyItem
from network.channels.posting.plans.forms import PlanForm
from network.channels.register.desk.forms import AdminForm, AttestForm, ChannelForm
from network.channels.register.safety_services import attest_points
from network.channels.shared.forms import ApprovalForm
from network.directives.desk.forms import TaskEvidenceForm, TaskForm
from network.moderation.checklist import Answer, ItemAnswer, items_for
from network.moderation.contents import blocking_codes
from network.moderation.moves import AnswersRefused
from network.moderation.services import appraise_page
from network.oversight.models import Outreach, OutreachForm, Requirement, Status
from network.oversight.outreach.views import OutreachEntryForm
from network.oversight.policies.views import PassOverForm
from network.oversight.verdicts.selectors import evidence_of
from network.oversight.verdicts.services import reject_evidence
from network.practices.desk.forms import PracticeForm
from sites.models import LinkCheck, LinkState, LinkTarget, MaterialPage, RequiredLink, SectionLink
from tests.factories.capacity import make_qualification
from tests.factories.channels import add_channel
from tests.factories.files import photograph, scan_of
from tests.factories.moderation import hand_in, make_draft, make_member, make_office, seen

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


class Fate(StrEnum):
    """What becomes of a trick."""

    REFUSED = "refused"
    WAITS = "waits for a person"
    COUNTS = "counts until a verdict"


@dataclass(frozen=True)
class Trick:
    """A trick: the cell that it aims at, what it is, how to play it, and what becomes of it.

    `play` returns the fate, given the world.
    """

    cell: str
    words: str
    play: Callable[[Any], Fate]
    fate: Fate = Fate.REFUSED


def picture(size: tuple[int, int] = (1, 1)) -> SimpleUploadedFile:
    """Return a white picture."""
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, "PNG")
    return SimpleUploadedFile("anh.png", out.getvalue())


def typed(form_class: Any, *names: str, files: Any = None, **values: Any) -> Callable[[Any], Fate]:
    """Return a trick that types "x" into the named fields: it counts as refused only if the form
    refuses each of them."""

    def play(world: Any) -> Fate:
        made = form_class(world) if callable(form_class) and form_class in MADE else form_class
        data = dict.fromkeys(names, "x") | values
        form = made(data, files() if files else None)
        wanted = {*data, *(form.files or ())}
        return Fate.REFUSED if wanted <= form.errors.keys() else Fate.COUNTS

    return play


def refused(
    deed: Callable[[Any], object], error: type[Exception] = ValidationError
) -> Callable[[Any], Fate]:
    """Return a trick that is refused if `deed` raises `error`."""

    def play(world: Any) -> Fate:
        try:
            deed(world)
        except error:
            return Fate.REFUSED
        return Fate.COUNTS

    return play


def blocked(model: Any = None, **fields: Any) -> Callable[[Any], Fate]:
    """Return a trick that publishes a page with the letter "x"."""

    def play(world: Any) -> Fate:
        kind = {"model": model} if model else {}
        bare = {"summary": "x", "body": [("paragraph", "<p>x</p>")]} | fields
        page = make_draft(world.office, **kind, **bare)
        return Fate.REFUSED if "wordless" in blocking_codes(page) else Fate.COUNTS

    return play


def qualification(world: Any) -> Any:
    return lambda *args: QualificationForm(*args, today=TODAY)


def resources(world: Any) -> Any:
    return lambda *args: ResourceForm(*args, lines=[])


MADE = (qualification, resources)


def link_to(url: str) -> Callable[[Any], object]:
    def deed(world: Any) -> None:
        link = SectionLink(target=LinkTarget.SUPERIOR, url=url, title="Bộ")
        link.refuse_wrong_host(world.office.agency)

    return deed


def link_that_does_not_open(world: Any) -> Fate:
    """Link to a page that does not exist at the superior's host, before and after its check."""
    office, url = world.office, "https://bo.gov.vn/khong-co"
    RequiredLink.objects.filter(url="").update(hosts="bo.gov.vn")
    SectionLink.objects.create(page=office.home, target="superior", title="Bộ", url=url)
    for link in RequiredLink.objects.shown():
        LinkCheck.objects.update_or_create(url=link.url, defaults={"state": LinkState.ALIVE})
    for state in (None, LinkState.FAILING, LinkState.DEAD):
        if state:
            LinkCheck.objects.update_or_create(url=url, defaults={"state": state})
        if outcome(world, "R5").status == Status.MET:
            return Fate.COUNTS
    return Fate.REFUSED


def outcome(world: Any, key: str) -> Any:
    """Return the outcome of a cell without rejected evidence."""
    found = evidence_of(world.office.agency, Requirement.objects.get(key=key), timezone.now())
    assert found
    return found


def nothing_applies(world: Any) -> object:
    """Answer the whole checklist with "does not apply"."""
    page = hand_in(make_draft(world.office), world.office.author)
    items = items_for(page=page, day=TODAY)
    answers = {each.key: ItemAnswer(Answer.NOT_APPLICABLE, "x") for each in items}
    return appraise_page(
        page_id=page.pk,
        user=world.office.appraiser,
        seen=seen(page),
        answers=answers,
        now=timezone.now(),
    )


def confirm(key: str) -> Callable[[Any], Fate]:
    """Return a trick that confirms a point of safety with "x" and a white pixel, then without a
    picture where one is asked for."""

    def play(world: Any) -> Fate:
        item = SafetyItem.objects.get(key=key)
        files = {"file": picture()}
        form = AttestForm({"items": [item.pk], "note": "x"}, files)
        form.fields["items"].queryset = SafetyItem.objects.all()
        is_refused = {"note", "file"} <= form.errors.keys()
        if item.asks_picture:
            channel = add_channel(world.office.agency, world.office.author, url="fb.com/x123")
            with pytest.raises(ValidationError):
                attest_points(
                    channel_id=channel.pk,
                    items=[item],
                    note="Đã xem.",
                    user=world.office.author,
                    now=timezone.now(),
                )
        return Fate.REFUSED if is_refused else Fate.COUNTS

    return play


def finish_unseen(world: Any) -> None:
    """Finish a scan whose searches nobody has opened."""
    office = world.office
    scan = open_scan(agency=office.agency, user=office.author, now=timezone.now())
    finish_scan(scan_id=scan.pk, note="Đã xem.", user=office.author, now=timezone.now())


def outreach(**fields: Any) -> Callable[[Any], Fate]:
    """Return a trick that enters outreach; if it is taken, it counts until a verdict."""

    def play(world: Any) -> Fate:
        told = {"day": TODAY.isoformat(), "note": "Ba làng", "link": "", "file": ""} | fields
        form = OutreachEntryForm(told | {"form": OutreachForm.objects.get(key="loa").pk})
        if not form.is_valid():
            return Fate.REFUSED
        about = {"agency": world.office.agency, "entered_at": timezone.now()}
        for _number in range(2):
            Outreach.objects.create(**{**form.cleaned_data, **about})
        assert outcome(world, "R9").status == Status.MET
        return Fate.COUNTS

    return play


def own_degree(world: Any) -> Fate:
    """Record an invented degree. Until somebody else has seen it, the cell does not turn green."""
    person = world.office.appraiser
    recorded = {"recorded_by": person, "file": "bang.pdf"}
    make_qualification(person, world.office.agency, **recorded)
    return Fate.COUNTS if outcome(world, "R3").status == Status.MET else Fate.WAITS


WAYS = {"files": lambda: {"file": picture()}}
# The 22 cells that the letter, the pixel and the two links once turned green.
CELLS = (
    Trick("R3", "a degree of x", typed(qualification, "title", **WAYS)),
    Trick("R4", "policies passed over with x", typed(PassOverForm, reason="xxxxxxxxxx")),
    Trick("R5", "example.com as the ministry", refused(link_to("https://example.com/"))),
    Trick("R5", "a page that does not exist", link_that_does_not_open),
    Trick("R7", "nothing of the checklist applies", refused(nothing_applies, AnswersRefused)),
    Trick("R9", "outreach x", outreach(note="x")),
    Trick("R9", "outreach proved by example.com", outreach(link="https://example.com/a")),
    Trick("R10", "a material of x", blocked(MaterialPage, kind="leaflet")),
    Trick("R11", "a material of dots", blocked(MaterialPage, kind="leaflet", summary="....")),
    Trick("R12", "resources x", typed(resources, "plan_number", "equipment")),
    Trick("R13", "a plan of x", typed(PlanForm, "formats", "rhythm", "lead")),
    Trick("R13", "a plan signed by a pixel", typed(ApprovalForm, "number", "signer", **WAYS)),
    Trick("R14", "a page named x", typed(ChannelForm, "name", "url")),
    Trick("R15", "a page approved by x", typed(ApprovalForm, "number", "signer", **WAYS)),
    Trick(
        "R16",
        "entries of x, a telephone of one digit, the website example.com",
        typed(ChannelForm, "office", phone="1", email="x", website="https://example.com/"),
    ),
    Trick("R17", "an introduction of x", typed(ChannelForm, intro="x" * 60)),
    Trick("R18", "a regulation x", typed(ChannelForm, "regulation")),
    Trick("R19", "keys reached at x", typed(AdminForm, "contact")),
    Trick("R20", "a second factor seen by x", confirm("hai-lop")),
    Trick("R21a", "visitors kept out by x", confirm("khach-dang-bai")),
    Trick("R21b", "language filtered by x", confirm("bo-loc")),
    Trick("R21c", "words blocked by x", confirm("tu-ngu")),
    Trick("R22", "an announcement of x", blocked()),
    Trick("R23a", "a scan concluded by x", typed(FinishForm, "note")),
    Trick("R23a", "a scan that nobody made", refused(finish_unseen)),
    Trick(
        "R26",
        "a practice of x",
        typed(PracticeForm, "title", "area", "problem", "way", "result", "lesson", "contact"),
    ),
)
GREY = {"files": lambda: {"file": picture((640, 480))}}
BLANK = {"files": lambda: {"file": SimpleUploadedFile("qd.pdf", scan_of(" "))}}
LETTER = {"files": lambda: {"file": SimpleUploadedFile("qd.pdf", scan_of("x"))}}
TOMORROW = (TODAY + dt.timedelta(days=1)).isoformat()
OTHERS = (
    Trick("R15", "a large white picture as approval", typed(ApprovalForm, **GREY)),
    Trick("R15", "a blank PDF as approval", typed(ApprovalForm, **BLANK)),
    Trick("R9", "outreach of tomorrow", outreach(day=TOMORROW)),
    Trick("R9", "one word many times", outreach(note="abc abc abc abc")),
    Trick("R1", "a task of a requirement R77", typed(TaskForm, requirements="R77")),
    Trick("R1", "a task done by example.org", typed(TaskEvidenceForm, link="https://example.org")),
    Trick("R27", "a reporter recognised by x", typed(ReporterForm, "name", "number", phone="1")),
    Trick("R5", "another ministry", refused(link_to("https://gov.vn.example.com/"))),
    Trick("R5", "letters of another script", refused(link_to("https://bộ.gоv.vn/"))),
    Trick("R9", "outreach proved by one's own computer", outreach(link="http://127.0.0.1/a")),
    Trick("R9", "outreach proved by a short link", outreach(link="https://bit.ly/3x")),
    Trick("R9", "outreach to everybody", outreach(note="hội nghị 99999999 người")),
    Trick("R15", "a PDF of one letter", typed(ApprovalForm, **LETTER)),
    Trick(
        "R26",
        "help text typed back",
        typed(PracticeForm, problem=str(PracticeForm.base_fields["problem"].label)),
    ),
    Trick("R2", "a decision of 1990", typed(DecisionFileForm, decided_on="1990-01-01")),
    Trick("R3", "a degree of 1900", typed(qualification, received_on="1900-07-15")),
    Trick("R9", "outreach of 1975", outreach(day="1975-05-01")),
    Trick(
        "R13",
        "a plan of a thousand years",
        typed(PlanForm, valid_from="2000-01-01", valid_to="2999-12-31"),
    ),
    Trick("R14", "a page older than the network", typed(ChannelForm, opened_on="1950-01-01")),
    Trick("R15", "an approval of 1900", typed(ApprovalForm, approved_on="1900-01-01")),
    Trick("R20", "a second factor of 1960", typed(AdminForm, second_factor_on="1960-01-01")),
    Trick("R26", "a practice since 1930", typed(PracticeForm, since="1930-01-01")),
    Trick("R3", "a degree that one recorded for oneself", own_degree, Fate.WAITS),
    Trick("R9", "letters at random", outreach(note="asdf qwer zxui"), Fate.COUNTS),
)


@pytest.fixture(scope="module")
def world_of_module(once):
    def made() -> Any:
        office = make_office("STP")
        return SimpleNamespace(office=office, overseer=make_member(office.agency, Role.OVERSEER))

    return once(made)


@pytest.fixture
def world(world_of_module, db):
    return deepcopy(world_of_module)


@pytest.mark.parametrize("trick", [*CELLS, *OTHERS], ids=lambda each: f"{each.cell} {each.words}")
def test_a_trick_is_refused_waits_or_goes_with_one_verdict(world, trick):
    assert trick.play(world) is trick.fate
    if trick.fate is Fate.COUNTS:
        reject_evidence(
            agency=world.office.agency,
            requirement=Requirement.objects.get(key=trick.cell),
            refs=None,
            reason="ky-tu",
            note="",
            user=world.overseer,
            now=timezone.now(),
        )
        assert outcome(world, trick.cell).status == Status.NOT_MET


def test_the_tricks_cover_the_cells_that_were_fooled():
    numbers = (3, 4, 5, 7, *range(9, 21), "21a", "21b", "21c", 22, "23a", 26)
    assert {each.cell for each in CELLS} == {f"R{number}" for number in numbers}
    assert len(numbers) == 22
    reached = {each.cell for each in CELLS if each.fate is not Fate.REFUSED}
    fates = Counter(str(each.fate) for each in OTHERS)
    sys.stdout.write(
        f"\nCells reachable without evidence and without inspection: {len(reached)} of 22; "
        f"{len(OTHERS)} other tricks: {dict(fates)}\n"
    )
    assert not reached


def test_what_is_meant_passes_the_same_forms():
    """The guards refuse tricks, not work: with real values the same fields are taken."""
    approval = {"number": "12/QĐ-STP", "approved_on": TODAY.isoformat(), "signer": "Lê Hà, GĐ"}
    for name, content in (("qd.png", photograph()), ("qd.pdf", scan_of())):
        form = ApprovalForm(approval, {"file": SimpleUploadedFile(name, content)})
        assert form.is_valid(), form.errors
