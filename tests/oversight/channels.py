"""What the six agencies do on social networks; the table of network.py tells what follows."""

import datetime as dt
from typing import Any

from django.utils import timezone

from network.channels.models import (
    WORDS,
    Announcement,
    Attestation,
    Case,
    CaseState,
    Channel,
    ChannelState,
    FakeReport,
    PlanState,
    Scan,
    WordList,
)
from network.oversight.models import Status
from sites.models import ArticlePage
from tests.factories.cases import make_case, make_report
from tests.factories.channels import add_channel, add_scan, approved_plan, secure
from tests.factories.moderation import Office

_LONG_AGO = dt.timedelta(days=90)


def make_channels(six: dict[str, Office]) -> None:
    """Give the six what they have; NGUOI has nothing."""
    words = WordList.objects.first() or WordList.objects.create(
        words="lừa", issued_by=six["DU"].approver, issued_on=timezone.localdate(), version=1
    )
    _in_order(six["DU"], "du", words)
    _begun(six["TRONG"])
    _neglected(six["BAI"])
    _half_kept(six["LEN"], six["DU"], words)
    _ended(six["CU"])


def _in_order(office: Office, name: str, words: WordList) -> Channel:
    """One page with all that is asked; a fake warned of, a report answered, a scan finished."""
    channel = add_channel(
        office.agency,
        office.author,
        leader=office.approver,
        url=f"facebook.com/{name}.gialai",
        approval_file="channels/qd.pdf",
    )
    secure(channel, office.author, office.agency_admin)
    Attestation.objects.filter(channel=channel, item__key=WORDS).update(word_list=words)
    page = ArticlePage.objects.live().descendant_of(office.home).first()
    announce_in(page, channel)
    Announcement.objects.create(channel=channel, page=page)
    make_case(office.agency, office.author, office.approver, state=CaseState.CONFIRMED)
    _report(office, answered=True)
    _scan(office, finished_ago=dt.timedelta(days=1))
    return channel


def announce_in(page: ArticlePage, channel: Channel) -> None:
    """Name the channel and its address in an article."""
    words = f"Trang {channel.name}, tại {channel.url}"
    ArticlePage.objects.filter(pk=page.pk).update(summary=words)


def _begun(office: Office) -> None:
    """A plan that waits, a page that is planned, a scan under way, a case of today."""
    approved_plan(
        office.agency,
        office.author,
        office.approver,
        state=PlanState.AWAITING,
        approved_by=None,
        approved_on=None,
    )
    add_channel(office.agency, office.author, url="facebook.com/trong.gialai")
    add_scan(office.agency, office.author, words="Đang xem")
    make_case(office.agency, office.author)


def _neglected(office: Office) -> None:
    """A page in use that nobody looks after: its plan has ended, a case and a report lie."""
    day = timezone.localdate()
    approved_plan(
        office.agency,
        office.author,
        office.approver,
        valid_from=day - 4 * _LONG_AGO,
        valid_to=day - _LONG_AGO,
    )
    add_channel(
        office.agency,
        office.author,
        leader=office.approver,
        url="facebook.com/bai.gialai",
        approved_on=day - _LONG_AGO,
        intro="Trang của Sở.",
    )
    _old_case(office)
    _report(office, answered=False, due_ago=dt.timedelta(days=20))
    _scan(office, finished_ago=_LONG_AGO)


def _half_kept(office: Office, other: Office, words: WordList) -> None:
    """A page in order beside one of which half is missing, with an admin of another agency."""
    _in_order(office, "len", words)
    second = add_channel(
        office.agency,
        office.author,
        leader=office.approver,
        url="youtube.com/@len.gialai",
        approved_on=timezone.localdate() - _LONG_AGO,
        website="",
    )
    secure(second, office.author, office.agency_admin, other.author)
    second.admins.filter(user=office.author).update(second_factor_on=None)
    second.attestations.filter(item__requirement="R21a").delete()
    _old_case(office)
    seen = timezone.localdate() - dt.timedelta(days=40)
    Case.objects.filter(agency=office.agency, state=CaseState.CONFIRMED).update(last_seen_on=seen)


def _ended(office: Office) -> None:
    """A page that was closed, a report answered late, a page of the same name settled."""
    channel = add_channel(
        office.agency, office.author, leader=office.approver, url="facebook.com/cu.gialai"
    )
    Channel.objects.filter(pk=channel.pk).update(
        state=ChannelState.CLOSED, ended_on=timezone.localdate()
    )
    make_case(office.agency, office.author, office.approver, state=CaseState.SETTLED)
    _report(office, answered=True, due_ago=dt.timedelta(days=20))


def _old_case(office: Office) -> None:
    case = make_case(office.agency, office.author)
    Case.objects.filter(pk=case.pk).update(found_on=timezone.localdate() - _LONG_AGO)


def _report(office: Office, *, answered: bool, due_ago: dt.timedelta = dt.timedelta()) -> None:
    now = timezone.now()
    due: dict[str, Any] = {"due_on": timezone.localdate(now - due_ago)} if due_ago else {}
    report = make_report(office.agency, sent_at=now - due_ago - dt.timedelta(days=8), **due)
    if answered:
        FakeReport.objects.filter(pk=report.pk).update(closed_at=now, answer="Đã xem.")


def _scan(office: Office, *, finished_ago: dt.timedelta) -> None:
    finished = timezone.now() - finished_ago
    Scan.objects.create(
        agency=office.agency,
        month=timezone.localdate(finished).replace(day=1),
        finished_at=finished,
        finished_by=office.author,
    )


def _of(six: dict[str, Office], code: str) -> Any:
    return Channel.objects.filter(agency=six[code].agency)


# Single facts that change, and the cells that each moves.
CHANGES: dict[str, tuple[Any, dict[tuple[str, str], Status]]] = {
    "a plan follows the one that ended": (
        lambda six: approved_plan(
            six["BAI"].agency, six["BAI"].author, six["BAI"].approver, number="12/PA-STP"
        ),
        {("BAI", "R13"): Status.MET},
    ),
    "the document of approval is found": (
        lambda six: _of(six, "BAI").update(approval_file="channels/qd.pdf"),
        {("BAI", "R15"): Status.MET},
    ),
    "a page loses its telephone": (
        lambda six: _of(six, "DU").update(phone=""),
        {("DU", "R16"): Status.NOT_MET},
    ),
    "a page's email is with a provider for private people": (
        lambda six: _of(six, "DU").update(email="so.tu.phap@gmail.com"),
        {("DU", "R16"): Status.NOT_MET},
    ),
    "the announcement names the page, but not its address": (
        lambda six: ArticlePage.objects.filter(
            pk__in=Announcement.objects.filter(channel__in=_of(six, "DU")).values("page")
        ).update(summary="Trang Phổ biến pháp luật đã hoạt động."),
        {("DU", "R22"): Status.NOT_MET},
    ),
    "an admin's second factor is not seen any more": (
        lambda six: _of(six, "DU").get().admins.update(second_factor_on=None),
        {("DU", "R20"): Status.NOT_MET},
    ),
    "the confirmation of the language filter runs out": (
        lambda six: Attestation.objects.filter(
            channel__in=_of(six, "LEN"), item__requirement="R21b"
        ).delete(),
        {("LEN", "R21b"): Status.NOT_MET},
    ),
    "Sở Tư pháp issues a newer list of words": (
        lambda six: WordList.objects.create(
            version=WordList.objects.first().version + 1,  # type: ignore[union-attr]
            words="lừa",
            issued_by=six["DU"].approver,
            issued_on=timezone.localdate(),
        ),
        {("DU", "R21c"): Status.NOT_MET, ("LEN", "R21c"): Status.NOT_MET},
    ),
    "a page is paused and stays official": (
        lambda six: _of(six, "DU").update(state=ChannelState.PAUSED),
        {},
    ),
    "a scan is finished": (
        lambda six: Scan.objects.filter(agency=six["TRONG"].agency).update(
            finished_at=timezone.now(), finished_by=six["TRONG"].author
        ),
        {("TRONG", "R23a"): Status.MET},
    ),
    "a fake was not looked at for long": (
        lambda six: Case.objects.filter(agency=six["DU"].agency).update(
            last_seen_on=timezone.localdate() - dt.timedelta(days=40)
        ),
        {("DU", "R23c"): Status.PARTLY},
    ),
}
