"""Evidence of the commune standard: rejected does not count; a basis is read and judged."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from network.agencies.models import Role
from network.capacity.models import BudgetAmount, Resource
from network.commune_standard.basis import HAND_FIGURE, basis_requirement
from network.commune_standard.computing import compute_communes
from network.commune_standard.dossier import official_dossier
from network.commune_standard.models import CommuneIndicator, HandFigure
from network.commune_standard.selectors import lines_of_year, standing_of
from network.directives.models import Assignment
from network.oversight.models import EvidenceVerdict, Requirement
from network.oversight.sources import EvidenceRef
from network.oversight.verdicts.fingerprints import fingerprints
from network.oversight.verdicts.services import reject_evidence
from sites.models import ArticlePage
from tests.commune_standard.communes import TODAY, M, N, U, compute, statuses
from tests.factories.accounts import signed_in
from tests.factories.directives import make_overseer
from tests.factories.people import make_agency, make_member

pytestmark = pytest.mark.django_db


def test_rejected_evidence_does_not_count_until_it_is_replaced(three):
    """The same filter as for dispatch 1510: a verdict on a task, budget, plan, page or channel."""
    agency, now = three.communes[0], timezone.now()
    overseer = make_overseer(make_agency("Sở Tư pháp thứ hai"))
    before = statuses(agency)
    resource = Resource.objects.get(agency=agency)
    page = ArticlePage.objects.live().get(title="Danh mục thông tin phải công khai")
    task = Assignment.objects.get(agency=agency, task__words="Nhiệm vụ 24/KH-UBND")
    for key, source, pk, lost in (
        ("R12", "resource_plan", resource.pk, "2.4"),
        ("R12", "budget", resource.amounts.get(planned__gt=0).pk, "2.6"),
        ("R8", "page", page.pk, "2.1"),
        ("R1", "task", task.pk, "2.4"),
    ):
        ref = EvidenceRef(source, pk)
        verdict = EvidenceVerdict.objects.create(
            agency=agency,
            requirement=Requirement.objects.get(key=key),
            reason="noi-khac",
            rejected_by=overseer,
            rejected_at=now,
        )
        fingerprint = fingerprints([ref])[ref].whole
        verdict.items.create(source=source, object_id=pk, fingerprint=fingerprint)
        compute()
        after = statuses(agency)
        assert {each for each in before if before[each] != after[each]} == {lost}, source
        # A check of a moment before the verdict knows nothing of it.
        compute_communes(now=now - dt.timedelta(days=1), day=timezone.localdate())
        assert statuses(agency) == before
        verdict.delete()


def test_a_verdict_lowers_the_figure_at_once_and_other_content_counts_again(three):
    agency = three.communes[0]
    overseer = make_overseer(make_agency("Sở Tư pháp thứ hai"))
    about = {"agency": agency, "requirement": Requirement.objects.get(key="R12"), "refs": None}
    reject_evidence(**about, reason="noi-khac", note="", user=overseer, now=timezone.now())
    assert (statuses(agency)["2.4"], statuses(agency)["2.6"]) == (N, N)
    Resource.objects.filter(agency=agency).update(plan_number="  45/KH-UBND ")
    BudgetAmount.objects.filter(resource__agency=agency).update(planned=7_000_000)
    compute()
    assert (statuses(agency)["2.4"], statuses(agency)["2.6"]) == (M, M)


def test_the_overseer_reads_a_basis_and_rejects_it(client, three):
    every = three.communes[0]
    overseer = make_member(make_agency(), Role.OVERSEER)
    signed_in(client, overseer)
    screen = client.get(reverse("commune_standard:commune", args=[every.pk]))
    assert "Biên bản" in screen.content.decode()
    asked = basis_requirement()
    assert reverse("oversight:evidence", args=[every.pk, asked.pk]) in screen.content.decode()
    figure = HandFigure.objects.get(agency=every, key="3.2")
    standing = standing_of(every, figure.year, lines_of_year(figure.year, TODAY))
    assert "Biên bản" in str(official_dossier(standing, figure.year).table)
    evidence = client.get(reverse("oversight:evidence", args=[every.pk, asked.pk]))
    assert "10/12" in evidence.content.decode()
    about = {"reason": "ky-tu", "note": "", "user": overseer, "now": timezone.now()}
    refs = [HAND_FIGURE.of(figure.pk)]
    reject_evidence(agency=every, requirement=asked, refs=refs, **about)
    assert (statuses(every)["3.2"], statuses(every)["3.1"]) == (U, M)
    # Cosmetic changes revive nothing; another basis does.
    for note, state in (("Biên bản.", U), ("Báo cáo 12/BC-UBND ngày 20/11", M)):
        HandFigure.objects.filter(pk=figure.pk).update(note=note)
        compute()
        assert statuses(every)["3.2"] == state


def test_an_empty_register_proves_nothing_until_the_commune_declares_it(client, three):
    none = three.communes[2]
    indicator = CommuneIndicator.objects.get(key="2.2")
    address = reverse("commune_standard:enter", args=[none.pk, indicator.pk])
    signed_in(client, three.people[2])
    note = {"note": "Sổ văn bản năm của Ủy ban nhân dân xã"}
    assert client.post(address, note | {"good": "1", "total": "1"}).status_code == 200
    assert statuses(none)["2.2"] == U
    assert client.post(address, note | {"none_arose": "on"}).status_code == 302
    assert statuses(none)["2.2"] == M
