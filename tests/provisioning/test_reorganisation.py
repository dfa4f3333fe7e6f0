"""A reorganisation of agencies is carried out, resumed and undone."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import Page

from network.agencies.models import (
    Agency,
    AgencyStatus,
    AuditEntry,
    Invitation,
    Membership,
    Role,
    Succession,
)
from network.agencies.scope import scope_of
from network.mailing.models import QueuedMail
from network.moderation.models import Decision, Submission
from network.provisioning.models import PartState, ReorganisationState
from network.provisioning.reorganisation import execution
from network.provisioning.reorganisation.planning import changes_of
from network.provisioning.reorganisation.traces import take_back as take
from network.questions.desk.services import begin_answer
from network.questions.models import Question
from tests.factories.moderation import hand_in, make_draft, make_member, make_office, publish
from tests.factories.questions import make_question
from tests.factories.reorganisations import add_step, carry_out, make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def former():
    return make_office("STTTT")


@pytest.fixture
def heir():
    return make_office("SKHCN")


def test_a_merger_ends_the_former_body_and_the_other_goes_on(former, heir):
    waiting = hand_in(make_draft(former), former.author)
    question = make_question(former.agency)
    plan = carry_out(make_plan(("sap_nhap", former.agency, heir.agency)))
    assert [part.error for part in plan.parts.all()] == ["", ""]
    assert plan.state == ReorganisationState.DONE
    former.agency.refresh_from_db()
    assert former.agency.status == AgencyStatus.MERGED
    assert former.agency.valid_to == timezone.localdate() - dt.timedelta(days=1)
    link = Succession.objects.get(predecessor=former.agency)
    assert (link.successor, link.legal_basis) == (heir.agency, plan.legal_basis)
    assert not scope_of(former.author).agency_roles
    assert Submission.objects.get(page=waiting).stage == "returned"
    assert plan.legal_basis in Decision.objects.filter(page_id=waiting.pk).latest("pk").comment
    question.refresh_from_db()
    assert question.agency == heir.agency
    offered = Invitation.objects.filter(agency=heir.agency)
    assert {each.email for each in offered} == {each.email for each in former.people.values()}
    assert not Membership.objects.filter(agency=heir.agency, user=former.author).exists()
    assert AuditEntry.objects.filter(action="agency_reorganised").count() == 2


def test_the_current_body_gets_the_short_address_and_old_addresses_lead_on(client):
    former, heir = make_office("STP"), make_office("STP-2026")
    old = publish(make_draft(former, slug="ho-so"), former)
    new = publish(make_draft(heir, slug="the-moi"), heir)
    before = [old.url, new.url, former.home.url, heir.home.url]
    day = dt.date(timezone.localdate().year, 1, 1)
    plan = carry_out(make_plan(("hop_nhat", former.agency, heir.agency), day=day))
    assert [part.error for part in plan.parts.all()] == ["", ""]
    for page in (old, new, former.home, heir.home):
        page.refresh_from_db()
    assert heir.home.url == "/so-stp/"
    assert old.url == f"/so-stp-truoc-{day.year}/tin-tuc/ho-so/"
    for address in before:
        answer = client.get(address)
        if answer.status_code == 301:
            answer = client.get(answer["Location"])
        assert answer.status_code == 200
    assert client.get(before[0])["Location"].endswith(old.url)
    assert client.get(before[1])["Location"].endswith(new.url)
    # One redirect of a material leads its files' pages on as well, but invents no other address.
    assert client.get(f"{before[0]}xem/tep-2/3/")["Location"] == f"{old.url}xem/tep-2/3/"
    assert client.get(f"{before[0]}khac/3/").status_code == 404
    # A version from before the move, published later, does not move the section back.
    assert heir.home.get_latest_revision_as_object().slug == "so-stp"
    execution.undo(plan=plan, now=timezone.now())
    execution.carry_on(now=timezone.now())
    assert client.get(before[1]).status_code == 200
    # A page that was moved back and is taken down later does not lead to itself.
    Page.objects.filter(pk=new.pk).update(live=False)
    assert client.get(before[1]).status_code == 404


def snapshot():
    """Return what an undone plan must restore."""
    return {
        "agencies": list(Agency.objects.order_by("pk").values()),
        "successions": list(Succession.objects.order_by("pk").values()),
        "members": list(Membership.objects.order_by("pk").values()),
        "pages": list(Page.objects.order_by("pk").values_list("pk", "slug", "url_path", "title")),
        "owners": list(Question.objects.order_by("pk").values_list("pk", "agency")),
    }


def test_undo_restores_everything_and_a_second_run_changes_nothing(former, heir):
    make_question(former.agency)
    before = snapshot()
    plan = make_plan(("sap_nhap", former.agency, heir.agency))
    actor = make_member(heir.agency, Role.NETWORK_ADMIN)
    before["members"] = snapshot()["members"]
    carry_out(plan, actor)
    done = snapshot()
    assert done != before
    execution.carry_on(now=timezone.now())
    assert snapshot() == done
    execution.undo(plan=plan, now=timezone.now())
    execution.carry_on(now=timezone.now())
    plan.refresh_from_db()
    assert (plan.state, {part.error for part in plan.parts.all()}) == ("undone", {""})
    assert snapshot() == before
    offered = Invitation.objects.filter(agency=heir.agency)
    assert offered.exists()
    assert not offered.unanswered().exists()


def test_an_undo_that_failed_for_one_agency_is_repeated(former, heir, monkeypatch):
    Agency.objects.filter(pk=make_office("TTCNTT").agency.pk).update(parent=former.agency)
    plan = make_plan(("sap_nhap", former.agency, heir.agency))
    actor = make_member(heir.agency, Role.NETWORK_ADMIN)
    before = snapshot()
    carry_out(plan, actor)
    traces = plan.parts.get(agency=former.agency).traces
    execution.undo(plan=plan, now=timezone.now())
    with monkeypatch.context() as patch:
        patch.setattr(execution, "take_back", lambda rows: 1 / 0 if rows == traces else take(rows))
        execution.carry_on(now=timezone.now())
    plan.refresh_from_db()
    assert plan.state == ReorganisationState.DONE
    execution.undo(plan=plan, now=timezone.now())
    execution.carry_on(now=timezone.now())
    plan.refresh_from_db()
    assert plan.state == ReorganisationState.UNDONE
    assert snapshot() == before


def test_nothing_is_undone_late_or_after_an_agency_was_edited(former, heir):
    plan = carry_out(make_plan(("sap_nhap", former.agency, heir.agency)))
    late = timezone.now() + dt.timedelta(days=31)
    with pytest.raises(ValidationError):
        execution.undo(plan=plan, now=late)
    basis = Succession.objects.filter(predecessor=former.agency)
    basis.update(legal_basis="Nghị quyết 202/2025/QH15")
    with pytest.raises(ValidationError, match="Sở STTTT →"):
        execution.undo(plan=plan, now=timezone.now())
    basis.update(legal_basis=plan.legal_basis)
    Agency.objects.filter(pk=former.agency.pk).update(valid_to=dt.date(2026, 1, 2))
    with pytest.raises(ValidationError, match="Sở STTTT"):
        execution.undo(plan=plan, now=timezone.now())


def test_what_the_successor_has_worked_on_stays_there_when_a_plan_is_undone(former, heir):
    question = make_question(former.agency)
    plan = carry_out(make_plan(("sap_nhap", former.agency, heir.agency)))
    question.refresh_from_db()
    begin_answer(question_id=question.pk, user=heir.author, now=timezone.now())
    execution.undo(plan=plan, now=timezone.now())
    execution.carry_on(now=timezone.now())
    plan.refresh_from_db()
    question.refresh_from_db()
    former.agency.refresh_from_db()
    assert (plan.state, former.agency.valid_to) == (ReorganisationState.UNDONE, None)
    assert question.agency == heir.agency
    assert plan.parts.get(agency=heir.agency).error


def test_a_run_that_is_killed_at_each_step_goes_on_where_it_stopped(former, heir, monkeypatch):
    plan = make_plan(("sap_nhap", former.agency, heir.agency))
    actor = make_member(heir.agency, Role.NETWORK_ADMIN)
    execution.start(plan=plan, actor=actor, now=timezone.now())
    state = snapshot()
    for step in ("end_agency", "record_succession", "_record", "ensure_section", "receive_work"):
        with monkeypatch.context() as patch:
            patch.setattr(execution, step, kill)
            with pytest.raises(KeyboardInterrupt):
                execution.carry_on(now=timezone.now())
        if not plan.parts.filter(state=PartState.DONE).exists():
            assert snapshot() == state
        else:
            assert plan.parts.get(state=PartState.DONE).agency == former.agency
        if step == "_record":
            plan.refresh_from_db()
            first = changes_of(plan)[0]
            execution.change_agency(plan=plan, change=first, now=timezone.now())
    execution.carry_on(now=timezone.now())
    assert set(plan.parts.values_list("state", "error")) == {(PartState.DONE, "")}
    assert Succession.objects.count() == 1


def kill(*args, **kwargs):
    raise KeyboardInterrupt


def test_an_agency_that_fails_waits_for_a_person_and_the_others_go_on(former, heir, monkeypatch):
    plan = make_plan(("giai_the", former.agency, None))
    other = make_office("SYT")
    add_step(plan, "doi_ten", other.agency, None, new_name="Sở Y tế và Dân số")
    with monkeypatch.context() as patch:
        patch.setattr(execution, "rename_agency", lambda **kwargs: 1 / 0)
        carry_out(plan)
    assert dict(plan.parts.values_list("agency__code", "state")) == {
        "STTTT": "done",
        "SYT": "failed",
    }
    assert plan.state == ReorganisationState.RUNNING
    execution.try_again(plan=plan, actor=plan.started_by)
    execution.carry_on(now=timezone.now())
    other.agency.refresh_from_db()
    assert other.agency.name == "Sở Y tế và Dân số"
    assert "Sở SYT" in other.agency.aliases
    assert other.agency.slug == "so-y-te-va-dan-so"
    former.agency.refresh_from_db()
    assert former.agency.status == AgencyStatus.DISSOLVED


def test_a_successor_waits_until_the_former_body_has_ended(former, heir, monkeypatch):
    def fail(**kwargs):
        raise ExceptionGroup("open rows", [ValueError("khóa")])

    plan = make_plan(("sap_nhap", former.agency, heir.agency))
    actor = make_member(heir.agency, Role.NETWORK_ADMIN)
    with monkeypatch.context() as patch:
        patch.setattr(execution, "end_agency", fail)
        carry_out(plan, actor)
    assert set(plan.parts.values_list("agency__code", "state", "error")) == {
        ("STTTT", "failed", "ValueError: khóa"),
        ("SKHCN", "waiting", ""),
    }
    execution.try_again(plan=plan, actor=plan.started_by)
    execution.carry_on(now=timezone.now())
    plan.refresh_from_db()
    assert plan.state == ReorganisationState.DONE
    assert Invitation.objects.filter(agency=heir.agency).exists()


def test_nothing_starts_early_or_with_something_in_its_way(former, heir):
    actor = make_member(heir.agency, Role.NETWORK_ADMIN)
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    early = make_plan(("sap_nhap", former.agency, heir.agency), day=tomorrow)
    whole = make_plan(("sap_nhap", former.agency, heir.agency))
    add_step(whole, "sap_nhap", former.agency, make_office("SYT").agency)
    for plan in (early, whole, make_plan()):
        with pytest.raises(ValidationError):
            execution.start(plan=plan, actor=actor, now=timezone.now())


def test_of_two_runs_at_once_only_one_ends_the_plan(former, heir, monkeypatch):
    """The run of a minute may begin while that of a press is still at work."""
    change = execution.change_agency

    def overtaken(**kwargs):
        monkeypatch.setattr(execution, "change_agency", change)
        execution.carry_on(now=timezone.now())
        plan.refresh_from_db()
        assert plan.state == ReorganisationState.DONE
        execution.undo(plan=plan, now=timezone.now())
        change(**kwargs)

    plan = make_plan(("sap_nhap", former.agency, heir.agency))
    monkeypatch.setattr(execution, "change_agency", overtaken)
    carry_out(plan)
    assert plan.state == ReorganisationState.UNDONE
    assert QueuedMail.objects.filter(kind="provisioning.sections_kept").count() == 1
