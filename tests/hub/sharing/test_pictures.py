"""The picture beside a link: all letters, never wider than itself, drawn once."""

import io
import threading

import pytest
from PIL import Image, ImageFont, features

from network.core.lettering import FONTS, font
from network.hub.sharing.keeping import PictureStore, key_of
from network.hub.sharing.pictures import (
    HEIGHT,
    MARGIN,
    TITLE_SIZES,
    WIDTH,
    draw_picture,
    fit_title,
)

VIETNAMESE = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ"
HIGHLANDS = "čñƀĕĭŏŭčŠơ̆ư̆ê̆ô̆â̆"
TITLES = (
    "Tiêm chủng",
    "Ủy ban nhân dân huyện Đak Đoa tuyên truyền phòng, chống tảo hôn " * 4,
    "Hră pơhing kơ̆ng ƀing ŭ ê̆ ô̆ â̆ ư̆ " * 7,
    "ơ̆" * 127,
    "W" * 255,
    "",
)


@pytest.mark.parametrize("name", ["Regular", "Bold"])
def test_every_letter_has_a_glyph(name):
    drawn = font(name, 60)
    missing = bytes(drawn.getmask("\U000e0001")), drawn.getlength("\U000e0001")
    letters = VIETNAMESE + VIETNAMESE.upper() + HIGHLANDS + HIGHLANDS.upper() + "“”…–—₫·"
    for letter in set(letters):
        assert (bytes(drawn.getmask(letter)), drawn.getlength(letter)) != missing, letter


def test_the_fonts_are_small_and_bring_their_licence():
    assert sum(each.stat().st_size for each in FONTS.glob("*.ttf")) <= 150_000
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text()


@pytest.mark.parametrize("title", TITLES)
def test_no_title_is_wider_or_higher_than_the_picture(title):
    size, lines = fit_title(title)
    assert len(lines) <= dict(TITLE_SIZES)[size]
    assert all(font("Bold", size).getlength(line) <= WIDTH - 2 * MARGIN for line in lines)
    picture = Image.open(io.BytesIO(draw_picture(title=title, who=title, place="Gia Lai")))
    assert picture.size == (WIDTH, HEIGHT)
    # Nothing is drawn in the margins.
    edges = [(0, 20, MARGIN - 4, HEIGHT), (WIDTH - MARGIN + 4, 20, WIDTH, HEIGHT)]
    edges.append((0, HEIGHT - 24, WIDTH, HEIGHT))
    for edge in edges:
        assert len(picture.convert("RGB").crop(edge).getcolors()) == 1


def test_a_letter_keeps_its_mark_where_a_word_is_broken():
    _size, lines = fit_title("ơ̆" * 127)
    assert not [line for line in lines if line[0] == "̆"]


@pytest.mark.skipif(not features.check("raqm"), reason="no libfribidi0 on this machine")
def test_marks_are_set_where_they_belong():
    # Without this a breve stands beside its letter.
    assert font("Bold", 60).layout_engine == ImageFont.Layout.RAQM


def test_several_who_ask_at_once_wait_for_one_drawing():
    store, drawn, begun, go_on = PictureStore(), [], threading.Event(), threading.Event()

    def draw() -> bytes:
        drawn.append(1)
        begun.set()
        assert go_on.wait(5)
        return b"png"

    asked = [threading.Thread(target=store.get, args=["a", draw]) for _ in range(4)]
    for each in asked:
        each.start()
    assert begun.wait(5)
    go_on.set()
    for each in asked:
        each.join(5)
    assert len(drawn) == 1
    assert store.get("a", draw) == b"png"


def test_it_keeps_no_more_than_it_may():
    store = PictureStore(most_bytes=25)
    for key in "abc":
        store.get(key, lambda: b"x" * 10)
    assert store.size == 20
    assert store.get("a", lambda: b"anew") == b"anew"
    assert key_of("a", "bc") != key_of("ab", "c")
