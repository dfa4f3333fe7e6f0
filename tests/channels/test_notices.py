"""Announcements, posters, badges, the regulation to fill in, and the list of words."""

import io

import pypdfium2
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from docx import Document

from network.agencies.models import Role
from network.channels.models import Attestation, Channel, SafetyItem, WordList
from network.channels.posting.notices.posters import HEIGHT, WIDTH
from network.channels.register import safety_services, services
from network.channels.register.words.services import issue_words
from sites.models import ArticlePage, SectionIndexPage, SectionKey
from tests.factories.accounts import signed_in
from tests.factories.channels import add_channel, secure
from tests.factories.moderation import make_member, make_office, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def channel(office):
    channel = add_channel(
        office.agency,
        office.author,
        leader=office.approver,
        url="facebook.com/pbgdplgialai",
        name="Phổ biến <pháp luật> Gia Lai",
    )
    secure(channel, office.author, office.agency_admin)
    return channel


def test_an_announcement_is_a_draft_in_the_section_and_told_once(client, office, channel):
    signed_in(client, office.author)
    address = reverse("channels_desk:announce", args=[channel.pk])
    answer = client.post(address)
    page = ArticlePage.objects.get()
    assert answer["Location"] == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert not page.live
    assert page.agency_home == office.home
    assert page.get_parent().specific.key in {
        *(SectionKey.TRANG_MANG_XA_HOI, SectionKey.TIN_TUC, SectionKey.TIN_HOAT_DONG)
    }
    text = str(page.body)
    for words in (channel.url, channel.phone, "Phổ biến &lt;pháp luật&gt; Gia Lai", channel.intro):
        assert words in text
    assert client.post(address).status_code == 200, "drafted already"
    page.delete()
    assert client.post(address).status_code == 302
    signed_in(client, office.approver)
    assert client.post(address)["Location"] == "/admin/"
    assert ArticlePage.objects.count() == 1


def test_the_announcement_of_a_page_that_ended_says_so_until_it_leads_there_no_more(
    client, office, channel
):
    signed_in(client, office.author)
    client.post(reverse("channels_desk:announce", args=[channel.pk]))
    page = ArticlePage.objects.get()
    page.source_author = "Trần Văn An"
    page.save_revision(user=office.author)
    publish(page, office)

    def told():
        own = client.get(page.url).content.decode()
        at_start = client.get(reverse("wagtailadmin_home")).content.decode()
        edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
        return "không còn là trang chính thức" in own, edit in at_start, own

    assert told()[:2] == (False, False)
    services.end_channel(
        channel_id=channel.pk,
        state="closed",
        note="Xem Zalo của Sở.",
        user=office.approver,
        now=timezone.now(),
    )
    *both, own = told()
    assert both == [True, True]
    assert "Xem Zalo của Sở." in own
    page.refresh_from_db()
    # Another spelling leads there too, another page whose address begins alike does not.
    for link, leads in {
        "https://m.facebook.com/PbgdplGiaLai": True,
        "https://www.facebook.com/pbgdplgialai2": False,
    }.items():
        text = f'<p>Xem <a href="{link}">{link}</a>. Sở đã đóng trang cũ.</p>'
        page.body = [("paragraph", text)]
        page.save()
        assert told()[:2] == (leads, leads)


def test_the_poster_is_one_a4_page_of_a_page_in_use(client, office, channel):
    signed_in(client, office.author)
    answer = client.get(reverse("channels_desk:poster", args=[channel.pk]))
    assert answer["Content-Type"] == "application/pdf"
    document = pypdfium2.PdfDocument(answer.content)
    assert len(document) == 1
    assert [round(each / 72 * 25.4) for each in document[0].get_size()] == [210, 297]
    drawn = document[0].render(scale=1).to_pil()
    assert abs(drawn.width / drawn.height - WIDTH / HEIGHT) < 0.01
    planned = add_channel(office.agency, office.author, url="facebook.com/du-kien")
    assert client.get(reverse("channels_desk:poster", args=[planned.pk])).status_code == 404


def test_what_its_code_leads_to_says_where_the_page_stands(client, channel):
    address = reverse("channels:channel", args=[channel.pk])
    assert "Chính thức" in client.get(address).content.decode()
    badge = client.get(reverse("channels:badge", args=[channel.pk]))
    assert badge["Content-Type"] == "image/svg+xml"
    assert "Chính thức" in badge.content.decode()
    Attestation.objects.filter(item__is_required=True).delete()
    for each in (address, reverse("channels:badge", args=[channel.pk])):
        assert "Cần xác nhận lại" in client.get(each).content.decode()
    Channel.objects.update(state="paused")
    assert "Tạm dừng" in client.get(address).content.decode()


def test_a_planned_page_has_neither(client, office):
    planned = add_channel(office.agency, office.author, url="facebook.com/du-kien")
    for name in ("channel", "badge"):
        assert client.get(reverse(f"channels:{name}", args=[planned.pk])).status_code == 404


def test_the_section_shows_its_pages_and_when_they_were_confirmed(client, office, channel):
    other = make_office("SYT")
    day = timezone.localdate().strftime("%d/%m/%Y")
    shown = client.get(office.home.url).content.decode()
    assert "Phổ biến &lt;pháp luật&gt; Gia Lai" in shown
    assert "Chính thức" in shown
    assert f"xác nhận lần cuối {day}" in shown
    assert "pháp luật&gt;" not in client.get(other.home.url).content.decode()
    place = SectionIndexPage.objects.descendant_of(office.home).first()
    SectionIndexPage.objects.filter(pk=place.pk).update(key=SectionKey.TRANG_MANG_XA_HOI)
    assert "Phổ biến &lt;pháp luật&gt; Gia Lai" in client.get(place.url).content.decode()


def test_the_regulation_is_a_file_with_what_is_known_filled_in(client, office, channel):
    signed_in(client, office.author)
    answer = client.get(reverse("channels_desk:regulation", args=[channel.pk]))
    lines = [each.text for each in Document(io.BytesIO(answer.content)).paragraphs]
    text = "\n".join(lines)
    assert "QUY CHẾ" in lines
    assert channel.url in text
    assert office.agency.name in text
    assert sum(line.startswith("Điều ") for line in lines) == 9


def test_only_the_overseer_issues_words_and_each_version_stays(client, office, channel):
    overseer = make_member(make_office("STP2").agency, Role.OVERSEER)
    now = timezone.now()
    for person in office.people.values():
        with pytest.raises(PermissionDenied):
            issue_words(words="cá độ", user=person, now=now)
    first = issue_words(words="vay nóng\n  cá   độ \nCÁ ĐỘ\n\n", user=overseer, now=now)
    assert (first.version, first.entries) == (1, ["CÁ ĐỘ", "vay nóng"])
    with pytest.raises(ValidationError):
        issue_words(words="vay nóng\nCÁ ĐỘ", user=overseer, now=now)
    item = SafetyItem.objects.get(requirement="R21c")
    about = {"channel_id": channel.pk, "user": office.author, "now": now, "note": "Đã dán."}
    assert safety_services.attest(item=item, **about).word_list == first
    second = issue_words(words="cá độ\nđòi nợ thuê", user=overseer, now=now)
    assert Attestation.objects.get(channel=channel, item=item).word_list == first
    for change in (second.delete, lambda: WordList.objects.update(words="x")):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    signed_in(client, office.author)
    assert "đòi nợ thuê" in client.get(reverse("channels_desk:words")).content.decode()
    lines = client.get(reverse("channels_desk:words_file")).content.decode().splitlines()
    assert lines == second.entries
    assert client.get(reverse("channels_desk:issue_words")).status_code in {302, 403, 404}


def test_confirming_the_second_factor_confirms_it_of_every_admin(office, channel):
    channel.admins.update(second_factor_on=None)
    item = SafetyItem.objects.get(requirement="R20", is_required=True)
    now = timezone.now()
    safety_services.attest(
        channel_id=channel.pk, item=item, note="Đã xem.", user=office.author, now=now
    )
    days = set(channel.admins.values_list("second_factor_on", flat=True))
    assert days == {timezone.localdate()}
