"""What the hints see of an article, and that what blocks does block."""

import pytest
from wagtail.images.tests.utils import get_test_image_file

from network.media.models import AgencyImage
from network.moderation.contents import hints_for
from network.moderation.moves import MoveRefused
from network.moderation.rules import MoveRefusal
from tests.factories.moderation import appraise, hand_in, make_draft
from tests.factories.sections import SOURCE

pytestmark = pytest.mark.django_db


def sentences(article) -> str:
    return "\n".join(f"{hint.severity} {hint.message} {hint.place}" for hint in hints_for(article))


def test_an_ordinary_article_gives_no_hint(office):
    assert hints_for(make_draft(office)) == []


def test_a_citizen_s_number_is_seen_in_every_block(office):
    number = "052090001234"
    bodies = [
        ("paragraph", f"<p>CCCD {number}</p>"),
        ("heading", {"text": f"CCCD {number}", "level": "h2"}),
        ("quote", {"text": f"CCCD {number}", "attribution": ""}),
        ("callout", {"kind": "note", "text": f"<p>CCCD {number}</p>"}),
    ]
    for body in bodies:
        article = make_draft(office, body=[body])
        assert number not in sentences(article)
        assert len(hints_for(article)) == 1, body


def test_a_replaced_law_is_seen_by_its_number(office):
    body = [("paragraph", "<p>Theo Luật An ninh mạng số 24/2018/QH14.</p>")]
    assert "24/2018/QH14" in sentences(make_draft(office, body=body))


def test_markup_is_read_as_text(office):
    body = [("paragraph", "<p>Số <b>0520</b>90001234 là <i>số CCCD</i>.</p>")]
    assert len(hints_for(make_draft(office, body=body))) == 1


def test_a_picture_without_alt_text_blocks_the_appraisal(office):
    image = AgencyImage.objects.create(
        title="Ảnh", file=get_test_image_file(), collection=office.agency.collection, **SOURCE
    )
    body = [("image", {"image": image, "alt_text": "", "caption": ""})]
    article = hand_in(make_draft(office, body=body), office.author)
    with pytest.raises(MoveRefused) as refused:
        appraise(article, office.appraiser)
    assert refused.value.refusal is MoveRefusal.TEXT_BLOCKED


def test_a_place_of_the_menu_needs_no_source(office):
    place = office.home.get_children().get(slug="tin-tuc").specific
    assert hints_for(place) == []
