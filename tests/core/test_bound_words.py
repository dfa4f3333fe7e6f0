"""Headings on narrow screens: words of two syllables stay on one line."""

import pytest

from network.core.templatetags.network_tags import bound


@pytest.mark.parametrize(
    ("heading", "shown"),
    [
        ("Ủy ban nhân dân xã Ia Grai", "Ủy ban nhân\u00a0dân xã Ia Grai"),
        ("Hội Liên hiệp Phụ nữ tỉnh", "Hội Liên\u00a0hiệp Phụ\u00a0nữ tỉnh"),
        ("Sở Y tế", "Sở Y tế"),
    ],
)
def test_words_of_two_syllables_are_not_parted(heading, shown):
    assert bound(heading) == shown
