"""Nobody reads or changes a foreign row by typing an address, a number or a name that finds it."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.db import connection

from network.activities import notifications
from network.channels.cases import services
from network.channels.models import FakeReport
from network.mailing.kinds import letters_to
from tests.factories.owning import owning
from tests.tenancy.crawl import names_of_part
from tests.tenancy.natural import NOBODY, kind_of, natural_columns, natural_keys, type_everywhere

pytestmark = pytest.mark.long
PARTS = 6
# Forms that look rows up by what is typed: were they refused for what they lack, nothing is shown.
TAKEN = {
    "activities:add",
    "agencies_people:invite",
    "aggregator_proposals:propose",
    "cases_desk:add_evidence",
    "cases_desk:open",
    "channels_desk:edit",
    "channels_desk:register",
    "channels_watch:find",
    "fake_reports_desk:take",
    "practices_desk:edit",
    "reporters:add",
    "wagtailadmin_pages:edit",
}


@pytest.mark.parametrize("part", range(PARTS))
def test_a_typed_key_reaches_no_foreign_row(cast, part, reads, plain_refusals, record_property):
    names = names_of_part(cast, part, PARTS)
    visits, taken = type_everywhere(cast, names, reads, natural_keys(cast.foreign))
    for visit in visits:
        who = f"{visit.persona}, typed keys"
        record_property("leaked", (who, len(visit.leaks), visit.tried))
        record_property("passed", (who, len(visit.writes), visit.written))
    assert "\n".join(line for visit in visits for line in visit.found) == ""
    assert TAKEN & names <= taken


def test_the_keys_are_read_from_the_models(cast):
    found = {
        f"{model._meta.label}.{name}"
        for model, names in natural_columns().items()
        for name in names
    }
    assert found >= {
        *("channels.FakeReport.address_key", "channels.Case.platform_number", "channels.Post.url"),
        *("accounts.User.email", "agencies.Agency.code", "capacity.AssignmentDecision.number"),
        *("questions.ProblemReport.path", "activities.Reporter.number", "wagtailcore.Page.slug"),
        *("wagtailredirects.Redirect.old_path", "legal_updates.LegalDocument.number"),
    }
    keys = natural_keys(cast.foreign)
    assert {kind_of(key) for key in keys} == {"url", "mail", "words"}
    assert cast.own.contents.fake_report.url not in keys
    assert cast.foreign.contents.fake_report.url in keys
    assert not any(NOBODY.lower() in key.lower() for key in keys)


def test_the_rule_that_moved_reports_to_the_case_would_be_seen(
    cast, reads, plain_refusals, monkeypatch
):
    """Bring back what opening a case did: it took all reports of the address to its agency."""

    def take_all(case):
        waiting = FakeReport.objects.filter(case=None, address_key__in=case.address_keys)
        move = lambda **_changes: waiting.update(case=case, agency=case.agency)  # noqa: E731
        return SimpleNamespace(filter=lambda **_agency: SimpleNamespace(update=move))

    connection.check_constraints()
    with owning(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE channels_fakereport DISABLE TRIGGER agencies_refuse_change")
    monkeypatch.setattr(services, "unanswered_reports", take_all)
    keys = [cast.foreign.contents.fake_report.url]
    visits, _taken = type_everywhere(cast, {"cases_desk:open"}, reads, keys)
    report = cast.foreign.contents.fake_report.pk
    assert any(f"wrote channels.FakeReport {report}" in line for line in visits[0].writes)
    # The page of the case shows the citizen's words at once.
    assert any("says more" in line for line in visits[0].leaks)


def test_a_mail_to_the_wrong_agency_would_be_seen(cast, reads, plain_refusals, monkeypatch):
    """Send the letters to the asked agency's people, which greet them by name, to who asks."""
    keys, asker = [cast.foreign.agency.name], cast.own.people["agency_admin"].email
    visits, _taken = type_everywhere(cast, {"reporters:ask"}, reads, keys)
    assert visits[0].written
    assert [line for visit in visits for line in visit.found] == []
    monkeypatch.setattr(
        notifications,
        "letters_to",
        lambda *args, **kwargs: [
            replace(letter, to=asker) for letter in letters_to(*args, **kwargs)
        ],
    )
    visits, _taken = type_everywhere(cast, {"reporters:ask"}, reads, keys)
    assert any("says more" in line for line in visits[0].leaks)
