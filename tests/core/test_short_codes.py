"""A code that is read from paper leads to its page, or nowhere."""

import pytest

from network.core.short_codes import ALPHABET, LONGEST_CODE, CodeKind, read_short_code, short_code


@pytest.mark.parametrize("key", [1, 30, 31, 961, 123_456, 2**63 - 1])
@pytest.mark.parametrize("kind", CodeKind)
def test_a_code_leads_back_to_its_thing(kind, key):
    code = short_code(kind, key)
    assert len(code) <= LONGEST_CODE
    assert read_short_code(code) == read_short_code(code.upper()) == (kind, key)


def test_the_codes_of_the_first_million_are_six_characters_short():
    assert len(short_code(CodeKind.PAGE, 900_000)) == 6


def test_no_letter_is_mistaken_for_another():
    assert not set("01ilo") & set(ALPHABET)


def test_one_wrong_character_or_two_that_changed_places_lead_nowhere():
    code = short_code(CodeKind.PAGE, 48_213)
    wrong = {
        code[:place] + other + code[place + 1 :]
        for place in range(len(code))
        for other in ALPHABET
        if other != code[place]
    }
    wrong |= {
        code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        for place in range(1, len(code) - 1)
        if code[place] != code[place + 1]
    }
    assert not [each for each in wrong if read_short_code(each)]


@pytest.mark.parametrize("code", ["", "t", "t2", "t22", "t23", "x35", "t" * 99, "tĐ3", "t0o"])
def test_what_is_no_code_leads_nowhere(code):
    assert read_short_code(code) is None
