"""The past is frozen: what is entered or changed later leaves earlier months as they were."""

import datetime as dt
from copy import deepcopy
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from network.agencies.models import Membership
from network.capacity.models import Resource
from network.channels.models import Channel
from network.oversight.models import Finding, Outreach, Requirement, Status
from network.oversight.selectors import findings_at, scores
from sites.models import ArticlePage, MaterialPage, Pano, SectionLink
from tests.factories.owning import owning

from .network import PORTAL, SIX, look, make_network, make_outreach

pytestmark = pytest.mark.django_db
TRIGGER = "oversight_findings_stay"


@pytest.fixture(scope="module")
def six_of_module(once, tmp_path_factory):
    def made() -> Any:
        from django.test import override_settings

        with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
            six = make_network()
            look(now=month_end(2), day=month_end(2).date())
            look(now=month_end(1), day=month_end(1).date())
            look()
            return six

    return once(made)


@pytest.fixture
def six(six_of_module, db):
    return deepcopy(six_of_module)


def month_end(back: int) -> dt.datetime:
    """Return the last second of the month `back` months ago."""
    moment = timezone.localtime().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    for _month in range(back - 1):
        moment = (moment - dt.timedelta(days=1)).replace(day=1)
    return moment - dt.timedelta(seconds=1)


def told_of(moment: dt.datetime) -> list[tuple[Any, ...]]:
    """Return everything that was found at a moment, with its evidence."""
    rows = findings_at(moment).order_by("agency", "requirement__order")
    return list(
        rows.values_list("agency", "requirement__key", "status", "good", "total", "evidence")
    )


def change_everything(six: Any) -> None:
    """Enter and change, today, what a colluding agency would change about last months."""
    long_ago = timezone.localdate() - dt.timedelta(days=400)
    Membership.objects.filter(agency__isnull=False).update(
        valid_from=long_ago, decision_number="99/QĐ"
    )
    ArticlePage.objects.update(date=long_ago, first_published_at=timezone.now())
    MaterialPage.objects.update(date=timezone.localdate(), valid_until=None)
    Channel.objects.filter(ended_on=None).update(
        website="https://stp.gialai.gov.vn", intro="Giới thiệu chức năng, mục đích. " * 5
    )
    Resource.objects.update(year=long_ago.year)
    Pano.objects.all().delete()
    make_outreach(six["BAI"].agency, day=timezone.localdate() - dt.timedelta(days=60))
    Requirement.objects.filter(key="R9").update(thresholds={"days": 400, "number": 1})


def test_past_months_stay_when_dates_rules_and_thresholds_are_changed(six):
    before = {back: told_of(month_end(back)) for back in (1, 2)}
    standard = Requirement.objects.get(key="R9").standard
    shares = {back: scores(standard, at=month_end(back)) for back in (1, 2)}
    assert len(before[2]) == len(SIX) * 37
    now = told_of(timezone.now())
    change_everything(six)
    look(now=timezone.now() + dt.timedelta(minutes=1))
    assert Outreach.objects.exists() and told_of(timezone.now() + dt.timedelta(hours=1)) != now
    assert {back: told_of(month_end(back)) for back in (1, 2)} == before
    assert {back: scores(standard, at=month_end(back)) for back in (1, 2)} == shares


def test_the_evidence_of_a_past_month_stays_when_only_the_words_change(six):
    current = {"agency": six["DU"].agency, "requirement__key": "R5", "until": None}
    past = Finding.objects.get(**current)
    assert past.since < month_end(1)
    link = SectionLink.objects.filter(page=six["DU"].home, url=PORTAL)
    link.update(title="Bộ khác")
    assert look(now=timezone.now() + dt.timedelta(minutes=1)).changed == 0
    past.refresh_from_db()
    assert past.until and "Bộ Tư pháp" in labels(past)
    now = Finding.objects.get(**current)
    assert (now.status, labels(now) - labels(past)) == (past.status, {"Bộ khác"})
    # Later in the month the words of the current finding are brought up to date in place.
    link.update(title="Bộ khác nữa")
    look(now=timezone.now() + dt.timedelta(minutes=2))
    now.refresh_from_db()
    assert now.until is None and "Bộ khác nữa" in labels(now)


def labels(row: Finding) -> set[str]:
    """Return the labels of a finding's evidence."""
    return {each["label"] for each in row.evidence}


TAMPERINGS = {
    "a past month becomes green": lambda: Finding.objects.filter(
        status=Status.NOT_MET, since__lt=month_end(1)
    ).update(status=Status.MET),
    "what has ended is prolonged": lambda: Finding.objects.exclude(until=None).update(until=None),
    "its numbers change": lambda: Finding.objects.filter(total__gt=0, good=0).update(good=1),
    "it begins later": lambda: Finding.objects.filter(since__lt=month_end(1)).update(
        since=timezone.now()
    ),
    "a red month is deleted": lambda: Finding.objects.filter(
        status=Status.NOT_MET, since__lt=month_end(1)
    ).delete(),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_the_database_refuses_to_change_what_was_found(six, name):
    before = told_of(month_end(1))
    Pano.objects.all().delete()
    look(now=timezone.now() + dt.timedelta(minutes=1))
    with pytest.raises(DatabaseError), transaction.atomic():
        TAMPERINGS[name]()
    assert told_of(month_end(1)) == before


def test_without_the_trigger_a_past_month_could_be_made_green(six):
    before = told_of(month_end(1))
    with owning(), connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {TRIGGER} ON oversight_finding")
    TAMPERINGS["a past month becomes green"]()
    assert told_of(month_end(1)) != before
