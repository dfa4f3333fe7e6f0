"""From writing a practice down to another agency's draft by the buttons; what citizens read."""

from copy import deepcopy

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from docx import Document

from network.agencies.models import Role
from network.agencies.services import grant_membership
from network.media.models import AgencyDocument
from network.oversight.checks.r26 import check
from network.oversight.outcomes import Participants
from network.practices.desk import adoption_views, forms
from network.practices.models import Adoption, Practice, PracticeState
from tests.factories.accounts import signed_in
from tests.factories.moderation import make_draft, make_member, make_office, publish
from tests.factories.practices import ANSWERS, any_topic, make_practice

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def other_of_module(once, office_of_module):
    office = once(make_office, "SYT")
    office.people["overseer"] = once(make_member, office.agency, Role.OVERSEER)
    return office


@pytest.fixture
def other(other_of_module, office):
    return deepcopy(other_of_module)


def act(client, user, name, *args, **data):
    signed_in(client, user)
    answer = client.post(reverse(f"practices_desk:{name}", args=args), data)
    assert answer.status_code == 302, answer.context["form"].errors
    return answer["Location"]


def test_from_the_five_answers_to_the_draft_of_another_agency(client, office, other):
    file = AgencyDocument.objects.create(
        title="Tờ gấp",
        file=ContentFile(b"%PDF-1.4 %%EOF", "to-gap.pdf"),
        collection=office.agency.collection,
    )
    # Read on the page of a material alone.
    script = AgencyDocument.objects.create(
        title="Kịch bản",
        file=ContentFile(b"PK", "kich-ban.docx"),
        collection=office.agency.collection,
    )
    written = {**ANSWERS, "topic": any_topic().pk, "agency": office.agency.pk}
    written["kit"] = [file.pk, script.pk]
    act(client, office.author, "write", **written)
    practice = Practice.objects.get()
    act(client, office.approver, "send", practice.pk)
    second = make_practice(office, state=PracticeState.SENT, title="Loa thôn")
    today = timezone.localdate()
    decision = {"number": "45/QĐ-STP", "recognised_on": today, "level": "department"}
    act(client, other.overseer, "recognise", practice.pk, **decision, others=second.pk)
    assert "Bàn hỏi luật" not in client.get("/mo-hinh/").content.decode()
    act(client, office.author, "begin_page", practice.pk)
    practice.refresh_from_db()
    page = practice.page.specific
    page.summary = "Bàn hỏi luật tối thứ năm."
    page.save_revision(user=office.author)
    publish(page, office)
    client.logout()
    story = client.get(f"/mo-hinh/{practice.pk}/").content.decode()
    assert "214 lượt hỏi" in story
    assert "6.000.000 đ" in story
    assert "Lê Thị Hoa" not in story
    signed_in(client, other.author)
    desk = client.get(reverse("practices_desk:index")).content.decode()
    assert reverse("practices_desk:adoptions") in desk
    act(client, other.author, "adopt", practice=practice.pk, agency=other.agency.pk)
    adoption = Adoption.objects.get()
    act(client, other.author, "take_kit", adoption.pk)
    adoption.refresh_from_db()
    draft = adoption.page.specific
    assert not draft.live
    assert draft.source_name == office.agency.name
    [copy] = [block.value["document"] for block in draft.body if block.block_type == "file"]
    assert copy.pk != file.pk
    assert copy.collection == other.agency.collection
    for drafted in (adoption.short_text.specific, adoption.material.specific):
        assert not drafted.live
        assert drafted.source_name == office.agency.name
        assert drafted.get_ancestors().filter(pk=other.home.pk).exists()
    assert "Tối thứ năm" in adoption.short_text.specific.summary
    names = ["Tờ gấp", "Kịch bản"]
    kept = [each.file for each in adoption.material.specific.files.all()]
    assert {each.title for each in kept} == {
        f"{name} ({office.agency.short_name})" for name in names
    }
    with adoption.plan.file.open("rb") as content:
        plan = "\n".join(each.text for each in Document(content).paragraphs)
    assert "KẾ HOẠCH" in plan
    assert f"của {office.agency.name}, được công nhận theo Quyết định số 45/QĐ-STP" in plan
    assert "Tối thứ năm một cán bộ ngồi ở nhà văn hóa." in plan
    signed_in(client, other.author)
    ways = client.get(reverse("practices_desk:adoption", args=[adoption.pk])).content.decode()
    for way in (
        *(reverse("wagtailadmin_pages:edit", args=[page.pk]) for page in (draft, drafted)),
        adoption.plan.url,
    ):
        assert way in ways
        assert client.get(way).status_code == 200
    assert {*practice.kit.values_list("title", flat=True)} == {*names}
    act(client, other.author, "follow", adoption.pk, state="running")
    client.logout()
    assert "1 cơ quan" in client.get("/mo-hinh/?q=ban+hoi+luat").content.decode()
    # Its article is withdrawn: nobody outside reads of it any more.
    practice.page.specific.unpublish()
    assert client.get(f"/mo-hinh/{practice.pk}/").status_code == 404
    assert "Bàn hỏi luật" not in client.get("/mo-hinh/du-lieu.csv").getvalue().decode()


def test_the_list_is_narrowed_and_names_only_who_agreed(client, office, other):
    page = make_draft(office)
    publish(page, office)
    about = {"state": PracticeState.RECOGNISED, "page": page, "contact_is_public": True}
    row = make_practice(office, **about, audience="women", title="Câu lạc bộ phụ nữ với pháp luật")
    day = timezone.localdate()
    taken_up = {"state": "running", "since": day, "confirmed_on": day, "agency": other.agency}
    Adoption.objects.create(practice=row, **taken_up)
    asked = {
        "doi-tuong=women": 1,
        "doi-tuong=young": 0,
        "linh-vuc=dat-dai": 1,
        "noi=so": 1,
        "noi=ubnd_xa": 0,
        f"noi={office.agency.slug}&doi-tuong=young": 0,
        "chi-phi=10": 1,
        "chi-phi=0": 0,
        "chi-phi=hon": 0,
        "chi-phi=khong-ro": 0,
        "ap-dung=1": 1,
        "ap-dung=3": 0,
        "q=phu+nu&chi-phi=50&trang=1": 1,
        "q=CÂU+lac++luật": 1,
        f"q=phu+nu+{office.agency.slug.removeprefix('so-')}": 1,
        "q=phu+nam%00%25": 0,
    }
    for query, found in asked.items():
        page = client.get(f"/mo-hinh/?{query}")
        assert (row.title in page.content.decode()) is bool(found), query
        # Folded on a phone, unless a choice is in force there.
        is_open = 'wide-open" open' in page.content.decode()
        assert is_open is ("&" in query or not query.startswith("q=")), query
    [data] = client.get("/mo-hinh/du-lieu.json").json()["practices"]
    assert (data["cost"], data["running"], data["agency"]) == (6_000_000, 1, office.agency.name)
    assert "contact" not in data
    assert "Lê Thị Hoa" in client.get(f"/mo-hinh/{row.pk}/").content.decode()
    # Whoever agrees no more is gone from the next answer on; the own agency goes on reading.
    act(client, office.author, "hide_contact", row.pk)
    assert "Lê Thị Hoa" not in client.get(f"/mo-hinh/{row.pk}/").content.decode()
    desk = client.get(reverse("practices_desk:practice", args=[row.pk])).content.decode()
    assert "Lê Thị Hoa" in desk


def test_another_agency_reads_nothing_that_is_not_public(client, office, other):
    row = make_practice(office, state=PracticeState.SENT)
    draft = make_practice(office)
    signed_in(client, other.agency_admin)
    for name in ("practice", "edit", "send", "begin_page"):
        address = reverse(f"practices_desk:{name}", args=[row.pk])
        assert client.get(address).status_code == 404
    signed_in(client, other.overseer)
    for each, status in ((row, 200), (draft, 404)):
        address = reverse("practices_desk:practice", args=[each.pk])
        assert client.get(address).status_code == status


def test_r26_asks_what_was_sent_within_a_year(office, other):
    day = timezone.localdate()
    both = Participants([office.agency, other.agency], day)
    make_practice(office, state=PracticeState.NEEDS_MORE)
    make_practice(other)
    found = check(both, {})
    assert [found[each.pk].status for each in both.agencies] == ["partly", "not_met"]
    make_practice(office, state=PracticeState.SENT)
    assert check(both, {})[office.agency.pk].status == "met"


def test_what_another_agency_writes_of_it_is_read_by_no_citizen(client, office, other):
    page = make_draft(office)
    publish(page, office)
    row = make_practice(office, state=PracticeState.RECOGNISED, page=page)
    day = timezone.localdate()
    about = {"since": day, "confirmed_on": day, "changes": "Gọi ông Ba theo số 0905.123.456."}
    Adoption.objects.create(practice=row, agency=other.agency, state="running", **about)
    story = client.get(f"/mo-hinh/{row.pk}/").content.decode()
    assert other.agency.name in story
    assert "ông Ba" not in story


@pytest.mark.parametrize("query", ["linh-vuc=%00", "q=a%00b", "doi-tuong=%00"])
def test_an_address_with_invisible_letters_finds_nothing_and_breaks_nothing(client, query):
    assert client.get(f"/mo-hinh/?{query}").status_code == 200


def test_a_file_of_the_kit_stays_though_many_were_uploaded_since(client, office, monkeypatch):
    monkeypatch.setattr(forms, "_OFFERED", 1)
    old, new = (
        AgencyDocument.objects.create(
            title=title,
            file=ContentFile(b"%PDF-1.4 %%EOF", "to-gap.pdf"),
            collection=office.agency.collection,
        )
        for title in ("Cũ", "Mới")
    )
    row = make_practice(office)
    row.kit.add(old)
    written = {**ANSWERS, "topic": any_topic().pk, "kit": [old.pk, new.pk]}
    act(client, office.author, "edit", row.pk, **written)
    assert set(row.kit.all()) == {old, new}


def test_who_serves_two_agencies_takes_up_for_one_what_the_other_does(client, office, other):
    page = make_draft(office)
    publish(page, office)
    row = make_practice(office, state=PracticeState.RECOGNISED, page=page)
    person = make_member(other.agency, Role.AUTHOR)
    since = {"valid_from": timezone.localdate(), "decision_number": "1/QĐ"}
    grant_membership(user=person, agency=office.agency, role=Role.AUTHOR, **since)
    act(client, person, "adopt", practice=row.pk, agency=other.agency.pk)
    signed_in(client, person)
    own = {"practice": row.pk, "agency": office.agency.pk}
    answer = client.post(reverse("practices_desk:adopt"), own)
    assert answer.status_code == 200
    assert Adoption.objects.get().agency == other.agency


def test_a_cost_beyond_all_budgets_is_said_so(client, office):
    written = {**ANSWERS, "topic": any_topic().pk, "agency": office.agency.pk, "cost": 10**30}
    signed_in(client, office.author)
    answer = client.post(reverse("practices_desk:write"), written)
    assert answer.context["form"].errors.keys() == {"cost"}


def taken_up(office, other, **fields) -> Adoption:
    page = make_draft(office)
    publish(page, office)
    row = make_practice(office, state=PracticeState.RECOGNISED, page=page, **fields)
    day = timezone.localdate()
    return Adoption.objects.create(
        practice=row, agency=other.agency, state="running", since=day, confirmed_on=day
    )


def reads_contact(client, user, name: str, row) -> bool:
    signed_in(client, user)
    answer = client.get(reverse(f"practices_desk:{name}", args=[row.pk]))
    assert answer.status_code == 200
    return "Lê Thị Hoa" in answer.content.decode()


@pytest.mark.parametrize("agreed", [True, False])
def test_who_took_a_practice_up_reads_of_its_contact_only_with_consent(
    client, office, other, agreed
):
    adoption = taken_up(office, other, contact_is_public=agreed)
    adopters = (other.author, other.approver, other.agency_admin)
    assert [reads_contact(client, each, "adoption", adoption) for each in adopters] == [agreed] * 3


def test_without_that_check_every_adopter_would_read_it(client, office, other, monkeypatch):
    adoption = taken_up(office, other)
    monkeypatch.setattr(adoption_views, "contact_for", lambda scope, practice: practice.contact)
    assert reads_contact(client, other.author, "adoption", adoption)


def test_its_own_agency_and_the_overseer_read_a_private_contact(client, office, other):
    adoption = taken_up(office, other)
    for user in (office.author, office.approver, other.overseer):
        assert reads_contact(client, user, "practice", adoption.practice)
    assert reads_contact(client, other.overseer, "adoption", adoption)


def test_whoever_takes_the_consent_back_is_gone_from_the_adopters_screens_too(
    client, office, other
):
    adoption = taken_up(office, other, contact_is_public=True)
    assert reads_contact(client, other.author, "adoption", adoption)
    act(client, office.author, "hide_contact", adoption.practice.pk)
    assert not reads_contact(client, other.author, "adoption", adoption)


def test_a_private_contact_is_in_no_copy_file_or_export(client, office, other):
    adoption = taken_up(office, other)
    act(client, other.author, "take_kit", adoption.pk)
    adoption.refresh_from_db()
    plan = Document(adoption.plan.file.open())
    copies = [paragraph.text for paragraph in plan.paragraphs]
    for page in (adoption.page, adoption.short_text):
        copies.append(str(page.specific.get_latest_revision().content))
    lists = ["index", "adoptions"]
    for address in [reverse(f"practices_desk:{name}") for name in lists]:
        copies.append(client.get(address).content.decode())
        answer = client.get(f"{address}?export=csv")
        copies.append(b"".join(answer).decode(errors="replace"))
    client.logout()
    copies.append(client.get(f"/mo-hinh/{adoption.practice.pk}/").content.decode())
    copies.append(client.get("/mo-hinh/du-lieu.json").content.decode())
    copies.append(client.get("/mo-hinh/du-lieu.csv").getvalue().decode())
    assert [text for text in copies if "Hoa" in text or "3821" in text] == []
