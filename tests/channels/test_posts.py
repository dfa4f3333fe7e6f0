"""The post drafts of a published text, and the register of what was posted by whose approval."""

import datetime as dt
import unicodedata
from itertools import product
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from legal_updates.models import Topic
from network.agencies.models import Role
from network.channels.links.address_errors import AddressError
from network.channels.links.addresses import Platform, parse_address, parse_post
from network.channels.models import ChannelState, Post
from network.channels.posting import services
from network.channels.posting.texts import LENGTHS, PublishedText, hashtags, post_text
from network.moderation.models import Action, Decision
from sites.models import ArticlePage, ShortTextPage
from tests.factories.accounts import signed_in
from tests.factories.channels import add_channel
from tests.factories.moderation import make_draft, make_member, make_office, publish

LINK = "https://pbgdpl.example.vn/t/t2abc9/"
POST_URL = "https://www.facebook.com/pbgdplgialai/posts/pfbid0abc?mibextid=x"
TEXT = PublishedText(
    title="Từ 01/01/2027, hộ nghèo được hỗ trợ tiền điện",
    summary="Hộ nghèo, hộ cận nghèo nộp đơn ở bộ phận một cửa của xã. " * 6,
    source=("Sở Tư pháp", "Nguyễn Văn An", "Sở Tư pháp", "https://stp.example.gov.vn"),
    topics=("Đất đai", "Hôn nhân và gia đình", "Thuế", "Lao động"),
    link=LINK,
)


def words(text=TEXT, platform=Platform.FACEBOOK):
    return post_text(text, platform, source_label="Nguồn").words


def test_a_post_says_title_summary_source_link_and_topics():
    title, summary, source, link, tags = words().splitlines()
    assert (title, link) == (TEXT.title, LINK)
    assert summary.startswith("Hộ nghèo, hộ cận nghèo")
    assert source == "Nguồn: Sở Tư pháp; Nguyễn Văn An; https://stp.example.gov.vn"
    assert tags == "#ĐấtĐai #HônNhânVàGiaĐình #Thuế"


@pytest.mark.parametrize("platform", Platform)
def test_no_post_is_too_long_and_each_keeps_source_and_link(platform):
    for title, summary, name in product((9, 255), (0, 90, 400), (4, 255)):
        source = ("Sở " * name)[:name], "Trần Thị Bình", "Báo " * 40, "https://bao.example.vn"
        text = PublishedText(
            "Luật " * (title // 5), ("từ " * summary)[:summary], source, TEXT.topics, LINK
        )
        post = post_text(text, platform, source_label="Nguồn")
        lines = post.words.splitlines()
        assert post.length <= LENGTHS[platform]
        assert LINK in lines and any(line.startswith("Nguồn: Sở") for line in lines)
        assert lines[0].startswith("Luật") or lines[0] == ""
        assert post.is_cut is ("#ĐấtĐai" not in post.words)


def test_a_long_word_is_cut_between_letters_as_the_platform_counts_them():
    # Twelve emoji are 24 on the platforms; a breve of its own stays with its letter.
    title = "🌾" * 12 + "Tơ̆" * 200
    for more in range(4):
        text = PublishedText("x" * more + title, "", ("Sở Tư pháp",), (), LINK)
        post = post_text(text, Platform.OTHER, source_label="Nguồn")
        first = post.words.splitlines()[0].removesuffix("…")
        assert 270 < len(post.words.encode("utf-16-le")) // 2 <= LENGTHS[Platform.OTHER]
        assert text.title.startswith(first)
        assert text.title[len(first)] != "\u0306"


def test_hashtags_of_odd_topics():
    assert hashtags([unicodedata.normalize("NFD", "Đất đai"), "Phơ̆k lơ̆i"]) == [
        "#ĐấtĐai",
        "#Phơ̆kLơ̆i",
    ]
    assert hashtags(["Phòng, chống ma túy", "24/7", "…", "thuế", "Thuế"]) == [
        "#PhòngChốngMaTúy",
        "#247",
        "#Thuế",
    ]


@pytest.mark.parametrize(
    ("link", "saved"),
    [
        (POST_URL, "https://www.facebook.com/pbgdplgialai/posts/pfbid0abc"),
        (
            "vi-vn.facebook.com/pbgdplgialai/posts/pfbid0abc",
            "https://www.facebook.com/pbgdplgialai/posts/pfbid0abc",
        ),
        ("fb.watch/abc123/", "https://fb.watch/abc123"),
        (
            "m.facebook.com/story.php?story_fbid=12345678&id=100064812345678&__tn__=x",
            "https://www.facebook.com/story.php?id=100064812345678&story_fbid=12345678",
        ),
        ("https://www.youtube.com/watch?v=abc", None),
        ("https://facebook.com.example.vn/posts/1", None),
        ("https://www.facebook.com/PBGDPL.GiaLai", None),
        ("https://www.facebook.com/", None),
        ("facebook.com/soytegialai/posts/pfbid0abc", None),
        ("facebook.com/groups/pbgdplgialai/posts/12345678", None),
        ("facebook.com/permalink.php?story_fbid=1&id=100064800000000", None),
        ("facebook.com/reel/12345678", "https://www.facebook.com/reel/12345678"),
        ("không phải liên kết", None),
    ],
)
def test_the_address_of_a_post_lies_on_the_channel_where_it_names_one(link, saved):
    channel = parse_address("facebook.com/pbgdplgialai")
    if saved:
        assert parse_post(link, channel, "100064812345678") == saved
    else:
        with pytest.raises(AddressError):
            parse_post(link, channel, "100064812345678")


def make_network():
    stp, syt = make_office("STP"), make_office("SYT")
    channels = {
        office.agency.code: add_channel(
            office.agency, office.author, leader=office.approver, url=f"facebook.com/{name}"
        )
        for office, name in ((stp, "pbgdplgialai"), (syt, "soytegialai"))
    }
    page = publish(make_draft(stp), stp)
    page.topics.add(Topic.objects.get(slug="dat-dai"))
    page.save()
    draft = make_draft(stp, title="Chưa ai đọc")
    overseer = make_member(syt.agency, Role.OVERSEER)
    return SimpleNamespace(
        stp=stp, syt=syt, channels=channels, page=page, draft=draft, overseer=overseer
    )


@pytest.fixture(scope="module")
def network_of_module(once):
    return once(make_network)


@pytest.fixture
def network(network_of_module, db):
    return network_of_module


def enter(network, *, user=None, page=None, url=POST_URL, channel="STP", day=None):
    return services.enter_post(
        page_id=(page or network.page).pk,
        channel=network.channels[channel],
        url=url,
        posted_on=day or timezone.localdate(),
        user=user or network.stp.author,
        now=timezone.now(),
    )


def test_who_enters_and_takes_away_a_post(network):
    people = {**network.stp.people, "stranger": network.syt.author, "overseer": network.overseer}
    post = enter(network)
    removing = {"post_id": post.pk, "now": timezone.now()}
    moves = {
        "enter": lambda person: enter(network, user=person, url=POST_URL.replace("abc", "xyz")),
        "remove": lambda person: services.remove_post(user=person, **removing),
    }
    for is_removed in (False, True):
        if is_removed:
            moves["remove"](network.stp.author)
        for (move, act), (role, person) in product(moves.items(), people.items()):
            with transaction.atomic():
                try:
                    act(person)
                    done = True
                except ValidationError:
                    done = False
                transaction.set_rollback(True)
            may = role in {"author", "approver", "agency_admin"}
            assert done is (may and not (move == "remove" and is_removed)), (move, role, is_removed)


REFUSED = {
    "a text that nobody approved": ({"page": "draft"}, "chưa đăng trên cổng"),
    "a day before its approval": ({"day": -1}, "chưa được phê duyệt"),
    "a day to come": ({"day": 1}, "Ngày này"),
    "another agency's channel": ({"channel": "SYT"}, "chính cơ quan"),
    "another platform": ({"url": "https://youtu.be/abc"}, "nền tảng"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_entered(network, name):
    changes, said = REFUSED[name]
    if "page" in changes:
        changes = {"page": network.draft}
    if "day" in changes:
        changes = {"day": timezone.localdate() + dt.timedelta(days=changes["day"])}
    with pytest.raises(ValidationError) as refused:
        enter(network, **changes)
    assert said in str(refused.value)


def test_a_post_is_entered_once(network):
    enter(network)
    with pytest.raises(ValidationError, match="đã được ghi"):
        enter(network, url="https://www.facebook.com/pbgdplgialai/posts/pfbid0abc?__tn__=y")


def test_a_rule_that_quotes_an_address_is_not_taken_for_a_taken_one(network):
    """PostgreSQL quotes the whole row in its errors, and with it what was typed."""
    row = enter(network)
    row.pk, row.posted_by, row.url = None, None, f"{LINK}?url=1"
    with pytest.raises(IntegrityError):
        services._save(row)


def test_the_database_asks_for_the_approval_and_keeps_the_row(network):
    post = enter(network)
    fields = {"posted_on": post.posted_on, "posted_by": post.posted_by, "url": LINK}
    given = {"agency": post.agency, "channel": post.channel, "page": post.page}
    appraisal = Decision.objects.get(page_id=post.page_id, deed=Action.APPRAISED)
    channel = network.channels["SYT"]
    for change in (
        lambda: Post.objects.create(**given, **fields, decision=appraisal),
        lambda: Post.objects.create(
            **(given | {"page": network.draft}), **fields, decision=post.decision
        ),
        lambda: Post.objects.create(
            **(given | {"channel": channel}), **fields, decision=post.decision
        ),
        lambda: Post.objects.filter(pk=post.pk).update(url=LINK),
        post.delete,
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    type(channel).objects.filter(pk=post.channel_id).update(state=ChannelState.PAUSED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.create(**given, **fields, decision=post.decision)


def test_the_officer_s_way_from_the_text_to_the_register(client, network):
    signed_in(client, network.stp.author)
    listed = client.get(reverse("channels_posts:texts")).content.decode()
    address = reverse("channels_posts:kit", args=[network.page.pk])
    assert address in listed and "Chưa ai đọc" not in listed
    shown = client.get(address)
    assert "#ĐấtĐai" in shown.content.decode()
    picture = shown.content.decode().partition('<img src="/')[2].partition('"')[0]
    assert client.get(f"/{picture}").headers["Content-Type"] == "image/png"
    today = timezone.localdate().isoformat()
    channel = network.channels["STP"].pk
    client.post(address, {"channel": channel, "url": POST_URL, "posted_on": today})
    post = Post.objects.get()
    page = client.get(reverse("channels_posts:post", args=[post.pk])).content.decode()
    assert network.stp.approver.get_full_name() in page
    file = b"".join(client.get(reverse("channels_posts:export")).streaming_content).decode()
    assert post.url in file and network.stp.approver.logged_name in file
    assert client.get(reverse("channels_posts:kit", args=[network.draft.pk])).status_code == 404


def test_a_withdrawn_text_leaves_a_post_to_take_away(client, network):
    post = enter(network)
    waiting = reverse("work:index")
    address = reverse("channels_posts:post", args=[post.pk])
    signed_in(client, network.stp.agency_admin)
    assert address not in client.get(waiting).content.decode()
    ArticlePage.objects.filter(pk=network.page.pk).update(live=False)
    assert address in client.get(waiting).content.decode()
    client.post(reverse("channels_posts:remove", args=[post.pk]))
    assert address not in client.get(waiting).content.decode()


def test_a_short_text_goes_the_same_way(client, network):
    short = make_draft(network.stp, model=ShortTextPage, body=[])
    with pytest.raises(ValidationError, match="chưa đăng trên cổng"):
        enter(network, page=short)
    publish(short, network.stp)
    assert enter(network, page=short).decision.actor == network.stp.approver
    signed_in(client, network.stp.author)
    form = client.get(reverse("wagtailadmin_pages:edit", args=[short.pk])).context["form"]
    assert "summary" in form.fields and "body" not in form.fields
    assert short.summary in client.get(short.url).content.decode()
