"""The needs of the front page in the admin: the network words them, the overseer reads them."""

import pytest
from django.urls import reverse

from legal_updates.models import Topic
from network.agencies.models import Role
from network.hub.models import Situation
from tests.factories.accounts import signed_in
from tests.factories.people import make_agency, make_member

pytestmark = pytest.mark.django_db
INDEX, CREATE = (reverse(f"hub_situation_modeladmin_{name}") for name in ("index", "create"))


@pytest.fixture
def need() -> Situation:
    return Situation.objects.get(slug="dat-dai")


@pytest.fixture
def edit(need) -> str:
    return reverse("hub_situation_modeladmin_edit", args=[need.pk])


def browser(client, role: Role):
    return signed_in(client, make_member(make_agency(), role))


def form_of(need: Situation, **fields: object) -> dict[str, object]:
    kept = ("label", "slug", "order", "when_needed")
    streams = {f"{name}-count": "0" for name in ("steps", "questions", "costs")}
    topics = [topic.pk for topic in need.topics.all()]
    return {name: getattr(need, name) for name in kept} | {
        "topics": topics,
        "agency_codes": ",".join(need.agency_codes),
        **streams,
        **fields,
    }


def test_the_network_puts_a_need_in_other_words_and_citizens_read_them(client, need, edit):
    topic = Topic.objects.get(slug="thong-ke")
    desk = browser(client, Role.NETWORK_ADMIN)
    assert desk.get(edit).status_code == 200
    form = form_of(need, when_needed="Khi bạn mua đất.", topics=[topic.pk], agency_codes="STP, CA")
    assert desk.post(edit, form).status_code == 302
    need.refresh_from_db()
    assert list(need.topics.all()) == [topic]
    assert need.agency_codes == ["STP", "CA"]
    client.logout()
    assert "Khi bạn mua đất." in client.get("/toi-can/").content.decode()


def test_a_need_is_added_and_its_page_answers(client, need):
    desk = browser(client, Role.NETWORK_ADMIN)
    form = form_of(need, label="Nghĩa vụ quân sự", slug="nghia-vu-quan-su")
    assert desk.post(CREATE, form).status_code == 302
    assert client.get("/toi-can/nghia-vu-quan-su/").status_code == 200


def test_the_overseer_reads_and_others_see_nothing(client, need, edit):
    seat = browser(client, Role.OVERSEER)
    assert need.label in seat.get(INDEX).content.decode()
    assert seat.post(edit, form_of(need, label="Khác")).status_code != 200
    author = browser(client, Role.AUTHOR)
    assert author.get(INDEX).status_code != 200
    need.refresh_from_db()
    assert need.label == "Đất đai"
