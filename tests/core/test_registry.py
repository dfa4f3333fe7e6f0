"""What floors register with those below them."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from network.core.registry import Registry


def test_entries_are_read_in_the_order_of_registration():
    colours = Registry[str]("colours")
    colours.register({"red": "đỏ", "blue": "xanh"})
    colours.register({"amber": "vàng"})
    assert list(colours.items()) == [("red", "đỏ"), ("blue", "xanh"), ("amber", "vàng")]


def test_no_floor_takes_over_what_another_has_registered():
    colours = Registry[str]("colours")
    colours.register({"red": "đỏ"})
    with pytest.raises(ImproperlyConfigured, match="colours: red"):
        colours.register({"red": "hồng", "blue": "xanh"})
    assert dict(colours) == {"red": "đỏ"}


def test_a_missing_entry_says_of_what():
    with pytest.raises(KeyError, match="'red', colours"):
        Registry[str]("colours")["red"]
