"""A network that meets what decree 224 asks, and facts that are broken one by one."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.files.base import ContentFile
from django.utils import timezone

from legal_updates.models import LegalDocument
from network.accounts.models import User
from network.channels.models import Announcement
from network.core.backup_jobs import BackupJob, BackupJobKind
from network.core.system_checks.records import SystemRecord, record_result
from network.feedback.models import DayKey, RatingDay
from network.hub.contacts.models import Contact
from network.hub.situations.models import Situation
from network.media.models import AgencyDocument
from network.moderation.verification import RECORD
from network.opendata.models import CatalogueFile
from network.oversight.models import Declaration, Finding, Requirement, Status
from network.questions.models import ProblemReport, Question
from network.rights_requests.models import RightsRequest
from network.stops.models import PlannedStop, StopState
from network.usage.models import AgencyViews, ResponseDay, UptimeDay
from sites.models import LinkCheck, LinkState, MaterialFile
from tests.factories.channels import add_channel
from tests.factories.directives import make_overseer
from tests.factories.documents import backdate, make_change, make_citation, make_document
from tests.factories.moderation import Office, make_office
from tests.factories.people import make_agency
from tests.factories.questions import make_problem, make_question
from tests.factories.rights_requests import make_request
from tests.factories.sections import make_article, make_material

NOW, TODAY = timezone.now(), timezone.localdate()
LONG_AGO = NOW - dt.timedelta(days=400)
HOUR = dt.timedelta(hours=1)
PAST = TODAY - dt.timedelta(days=1)
ADDRESS = "https://phapluat.gialai.gov.vn"
DECLARED = ("20.1b", "23.4a", "30.1")


def make_cast() -> Office:
    """Return the office of Sở Tư pháp in a network whose measured lines are all met."""
    office = make_office("STP")
    other = make_office("SYT")
    office.people["overseer"] = make_overseer(office.agency)
    make_content(office)
    make_findings(office, other)
    make_operation(office)
    make_declarations(office)
    for user in User.objects.all():
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    return office


def make_content(office: Office) -> None:
    """Add pages, a channel with its announcement, a recording, links, and the catalogue."""
    document = make_document(validity_checked_on=TODAY)
    article = backdate(make_article(office.home, "Mức phạt nồng độ cồn"))
    make_citation(article, document)
    LegalDocument.objects.update(validity_checked_on=TODAY)
    channel = add_channel(
        office.agency, office.author, leader=office.approver, url="facebook.com/phapluat.mau"
    )
    channel.announcements.create(page=make_article(office.home, "Trang chính thức"))
    recording = AgencyDocument.objects.create(
        title="Bài phát thanh",
        file=ContentFile(b"ID3", "bai.mp3"),
        collection=office.agency.collection,
    )
    material = make_material(office.home, "Bài phát thanh")
    MaterialFile.objects.create(page=material, file=recording, alternative="Bản chữ.")
    for number in range(2):
        LinkCheck.objects.create(url=f"https://example.vn/{number}", state=LinkState.ALIVE)
    for name, rows in (("manifest.json", 1), ("agencies.csv", 35)):
        CatalogueFile.objects.create(
            name=name, media_type="text/csv", sha256="0" * 64, rows=rows, body=b"", made_at=NOW
        )
    Situation.objects.update(reviewed_on=TODAY)
    Contact.objects.exclude(number="").update(checked_on=TODAY)
    RatingDay.objects.create(page="/", day=TODAY, answer="satisfied", count=9)
    AgencyViews.objects.create(agency=office.agency, day=TODAY, views=60)
    begun = timezone.make_aware(dt.datetime.combine(PAST, dt.time.min))
    ResponseDay.objects.create(day=PAST, status=2, within_ms=5, number=1000)
    UptimeDay.objects.create(day=PAST, minutes=1440, first_at=begun, last_at=begun)


def make_findings(office: Office, other: Office) -> None:
    """Add findings of both agencies: R4 and R11 of the first, R1 of the other."""
    for key, agency in (("R4", office.agency), ("R11", office.agency), ("R1", other.agency)):
        add_finding(key, agency, Status.MET)


def add_finding(key: str, agency: Any, status: Status) -> None:
    """Replace an agency's current finding."""
    requirement = Requirement.objects.get(standard__key="cv-1510", key=key)
    held = {"requirement": requirement, "agency": agency}
    Finding.objects.filter(**held, until=None).update(until=NOW)
    Finding.objects.create(**held, status=status, since=NOW - HOUR if status == "met" else NOW)


def make_operation(office: Office) -> None:
    """Add a stop, a report of a fault, a question, a request, backups, and the verified log."""
    begun = NOW - dt.timedelta(days=10)
    PlannedStop.objects.create(
        begins_at=begun,
        ends_at=begun + 4 * HOUR,
        ended_at=begun + 3 * HOUR,
        state=StopState.ENDED,
        reason="Nâng cấp máy chủ.",
        works="Vẫn đọc được bài.",
        announced_at=begun - dt.timedelta(days=14),
        working_days_ahead=8,
        changed_at=begun,
    )
    make_problem(office.agency)
    make_question(office.agency)
    make_request(office.agency)
    for kind in (BackupJobKind.BACKUP, BackupJobKind.COPY, BackupJobKind.REHEARSAL):
        BackupJob.objects.create(kind=kind, succeeded_at=NOW)
    record_result(RECORD, now=NOW, decisions=7, broken=[])


def make_declarations(office: Office) -> None:
    """Declare three lines with a file."""
    file = AgencyDocument.objects.create(
        title="Quyết định", file=ContentFile(b"%PDF", "qd.pdf"), collection=office.agency.collection
    )
    for key in DECLARED:
        Declaration.objects.create(
            agency=office.agency,
            requirement=Requirement.objects.get(standard__key="nd-224", key=key),
            statement="Đã phê duyệt.",
            file=file,
            valid_until=TODAY + dt.timedelta(days=300),
            declared_by=office.people["overseer"],
            declared_at=NOW,
        )


def write_watch(folder: Any, *, bad: tuple[str, ...] = ()) -> None:
    """Write what the watcher found a moment ago."""
    state = {"ran_at": timezone.now().isoformat(), "bad_runs": dict.fromkeys(bad, 3)}
    (folder / "alerts.json").write_text(
        json.dumps({**state, "reports": {}, "deliveries": {}, "tested_at": None})
    )


def declaration(key: str) -> Any:
    """Return the declarations of a line."""
    return Declaration.objects.filter(requirement__key=key)


def _expire_the_law(settings: Any) -> None:
    make_change(LegalDocument.objects.get(number="100/2019/NĐ-CP"))


def _move_the_site(settings: Any) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://pbgdpl.example.vn"


def _fault(settings: Any) -> None:
    write_watch(Path(settings.MONITORING_DIR), bad=("disk",))


def _lose_a_factor(settings: Any) -> None:
    Authenticator.objects.all()[0].delete()


def _age(kind: BackupJobKind) -> Callable[[Any], object]:
    return lambda settings: BackupJob.objects.filter(kind=kind).update(succeeded_at=LONG_AGO)


def _finding(key: str) -> Callable[[Any], object]:
    def lower(settings: Any) -> None:
        add_finding(key, Finding.objects.get(requirement__key=key, until=None).agency, "not_met")

    return lower


# By what is broken: how, and the lines that change.
BROKEN: dict[str, tuple[Callable[[Any], object], set[str]]] = {
    "a situation was never reviewed": (
        lambda settings: Situation.objects.filter(slug="dat-dai").update(reviewed_on=None),
        {"9.3a"},
    ),
    "a telephone number was checked long ago": (
        lambda settings: Contact.objects.exclude(number="").update(checked_on=LONG_AGO.date()),
        {"9.3a"},
    ),
    "a page cites old law": (_expire_the_law, {"9.3b"}),
    "a channel is announced nowhere": (
        lambda settings: Announcement.objects.all().delete(),
        {"10.3"},
    ),
    "somebody is not satisfied": (
        lambda settings: RatingDay.objects.create(
            page="/", day=TODAY, answer="dissatisfied", count=3
        ),
        {"10.3b"},
    ),
    "a key of raters was left": (
        lambda settings: DayKey.objects.create(day=TODAY - dt.timedelta(days=3), key=b"x"),
        {"10.3b2"},
    ),
    "a recording has no words": (
        lambda settings: MaterialFile.objects.update(alternative=""),
        {"10.3c"},
    ),
    "the site has another address": (_move_the_site, {"11.4"}),
    "the catalogue is old": (
        lambda settings: CatalogueFile.objects.update(made_at=LONG_AGO),
        {"11.5"},
    ),
    "an agency is not checked": (
        lambda settings: Finding.objects.filter(requirement__key="R1").update(until=NOW),
        {"12.1"},
    ),
    "an agency posts late": (_finding("R4"), {"12.2a"}),
    "a link is dead": (
        lambda settings: LinkCheck.objects.filter(url__endswith="1").update(state=LinkState.DEAD),
        {"12.2b"},
    ),
    "some responses are slow": (
        lambda settings: ResponseDay.objects.create(day=PAST, status=2, within_ms=700, number=60),
        {"12.2b2"},
    ),
    "the system was off for a minute": (
        lambda settings: UptimeDay.objects.update(minutes=1439),
        {"27.3c"},
    ),
    "a page is read": (lambda settings: AgencyViews.objects.update(views=61), {"12.2c"}),
    "a stop was announced six days ahead": (
        lambda settings: PlannedStop.objects.update(working_days_ahead=6),
        {"13.1a"},
    ),
    "a stop lasted longer": (
        lambda settings: PlannedStop.objects.update(ended_at=NOW),
        {"13.1a2"},
    ),
    "a report of a fault waits": (
        lambda settings: ProblemReport.objects.update(sent_at=NOW - dt.timedelta(days=40)),
        {"13.1b"},
    ),
    "no restore was rehearsed": (_age(BackupJobKind.REHEARSAL), {"13.2"}),
    "the disk is full": (_fault, {"21.2a"}),
    "a request about data is overdue": (
        lambda settings: RightsRequest.objects.update(due_on=PAST),
        {"21.4a"},
    ),
    "somebody has no second factor": (_lose_a_factor, {"21.4b"}),
    # It has not been checked yet either.
    "another agency opens": (lambda settings: make_agency(), {"12.1", "26.1b"}),
    "no backup was made": (_age(BackupJobKind.BACKUP), {"27.3b"}),
    "no backup was copied": (_age(BackupJobKind.COPY), {"27.3b2"}),
    "a decision was altered": (
        lambda settings: SystemRecord.objects.update(data={"decisions": 7, "broken": ["STP, 3"]}),
        {"27.3d"},
    ),
    "materials do not open": (_finding("R11"), {"27.3đ"}),
    "a question is overdue": (
        lambda settings: Question.objects.update(due_on=PAST),
        {"27.3e"},
    ),
    "a document was not checked": (
        lambda settings: LegalDocument.objects.filter(number="100/2019/NĐ-CP").update(
            validity_checked_on=LONG_AGO.date()
        ),
        {"27.3g"},
    ),
    "a declaration expired": (
        lambda settings: declaration("30.1").update(valid_until=PAST),
        {"30.1"},
    ),
    "a declaration has no file": (
        lambda settings: declaration("23.4a").update(file=None),
        {"23.4a"},
    ),
    "nothing is declared": (lambda settings: declaration("20.1b").delete(), {"20.1b"}),
}
