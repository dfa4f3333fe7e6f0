"""All hints together: quiet on good texts, quick on hostile ones, put into words."""

import subprocess
import sys
import time

import pytest

from network.moderation.hints import Content, ContentPart, HintCode, Passage, find_hints
from network.moderation.hints.types import Hint
from network.moderation.hints.wording import explain, locate
from tests.moderation.hints.corpus import ROOT, demo_contents


def test_the_demo_gives_no_hint() -> None:
    assert [hint for content in demo_contents() for hint in find_hints(content)] == []


@pytest.mark.parametrize(
    "seed",
    [
        *("0", "0 ", "09 ", "0905 123 456 ", "064190012345 ", "064.190.", "84.", "(+84) ", "((0"),
        *("a@gmail.com", "a@", "a.", "@gmail.com.", "x" * 63 + "@gmail.com", "số tài khoản 1 "),
        *(
            "thửa 1 ",
            "tờ bản đồ ",
            "TP. ",
            ". ",
            "\n",
            " ",
            "Céng ",
            "Céng hßa\n",
            "aù",
            "Ã¡",
            "Ã¡\n",
            "\xad",
            "ơ̆",
        ),
    ],
)
def test_time_grows_with_the_length_only(seed: str) -> None:
    def seconds(length: int) -> float:
        content = Content(texts=(seed * (length // len(seed)),))
        start = time.process_time()
        find_hints(content)
        return time.process_time() - start

    short = min(seconds(15_000) for _ in range(3))
    # Four times the text: 4 where time is linear, 16 where it is quadratic.
    assert any(seconds(60_000) < 9 * max(short, 0.004) for _ in range(3))


@pytest.mark.parametrize("text", ["\ud800", "\x00" * 50, "\u202e0905123456", "́" * 5_000])
def test_no_text_makes_it_fail(text: str) -> None:
    find_hints(Content(title=text, summary=text, texts=(text,)))


def test_hints_are_pure() -> None:
    check = (
        "import sys, network.moderation.hints, network.core.legacy_encodings\n"
        "sys.exit('django' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", check], cwd=ROOT, check=False).returncode == 0


def test_every_hint_and_place_has_words() -> None:
    sentences = {explain(Hint(code, (), 0)) for code in HintCode}
    assert len(sentences) == len(HintCode)
    assert all(locate(Passage(part, 2)) for part in ContentPart)
    assert "3" in locate(Passage(ContentPart.IMAGE, 2))
