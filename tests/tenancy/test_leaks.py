"""Every known place where tenants meet on a stock install has its test, or cannot occur here.

The numbers are those of the list of leaks that was measured on Wagtail 8.0.1: L01-L10 choosers and
references, L11-L26 lists, filters and search, L27-L33 what refusals give away, L34-L40 reports and
logs, L41-L53 people, groups and the workflow, L54-L71 settings, interfaces and the public side.
"""

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HERE = "tests/tenancy/leaks/"
DOORS = "tests/platform/test_closed_doors.py"
LISTS = "tests/agencies/test_page_lists.py"
BYPASSES = "tests/moderation/test_bypasses.py"
WAY = "tests/moderation/test_usual_way.py"
MAILS = "tests/moderation/test_notifications.py"
DESK = "tests/moderation/review/test_access.py"


@dataclass(frozen=True)
class CannotOccur:
    """Why the place does not exist here."""

    reason: str


SNIPPETS = CannotOccur("No model is a snippet; test_l05 fails as soon as one is.")
# Number of the leak: the modules whose tests bear that number, other tests, or a reason.
LEAKS: dict[int, tuple[str, ...] | CannotOccur] = {
    **dict.fromkeys(range(1, 17), (f"{HERE}test_leaks_pages.py",)),
    11: (
        f"{HERE}test_leaks_pages.py",
        f"{LISTS}::test_explorer_offers_own_people_and_no_site",
        f"{LISTS}::test_overseer_is_offered_the_people_of_the_section_on_screen_alone",
    ),
    **dict.fromkeys(range(17, 34), (f"{HERE}test_leaks_pages.py",)),
    **dict.fromkeys((34, 35, 36, 37, 38, 39), (f"{HERE}test_leaks_people.py",)),
    **dict.fromkeys(range(40, 45), (f"{HERE}test_leaks_people.py",)),
    42: (
        f"{HERE}test_leaks_people.py",
        "tests/agencies/test_people.py::test_reaching_for_more_is_refused_and_logged",
    ),
    45: (f"{HERE}test_leaks_pages.py",),
    46: (
        f"{HERE}test_leaks_people.py",
        f"{BYPASSES}::test_approval_in_another_agency_or_through_a_second_membership",
        f"{DESK}::test_for_strangers_it_does_not_exist",
        f"{MAILS}::test_the_appraisers_of_this_agency_learn_what_was_submitted",
    ),
    47: (
        f"{HERE}test_leaks_people.py",
        f"{WAY}::test_the_author_neither_appraises_nor_approves",
        f"{WAY}::test_the_appraiser_does_not_approve",
        f"{BYPASSES}::test_nobody_makes_an_article_go_live",
    ),
    50: (f"{HERE}test_leaks_people.py",),
    51: (f"{HERE}test_leaks_people.py", f"{MAILS}::test_wagtails_own_mails_are_not_sent"),
    52: (
        f"{HERE}test_leaks_people.py",
        f"{MAILS}::test_an_ended_membership_gets_no_mail",
        "tests/moderation/test_reminders.py"
        "::test_the_shared_board_is_reminded_and_strangers_are_not",
    ),
    48: SNIPPETS,
    49: SNIPPETS,
    53: (f"{HERE}test_leaks_pages.py",),
    **dict.fromkeys(range(54, 60), (f"{HERE}test_leaks_outside.py",)),
    58: (f"{HERE}test_leaks_outside.py", DOORS),
    60: ("tests/media/test_documents.py",),
    61: ("tests/media/test_pictures.py", "tests/media/test_file_names.py"),
    62: (f"{HERE}test_leaks_outside.py", "tests/platform/test_production.py"),
    63: (f"{DOORS}::test_a_host_of_its_own_shows_that_agency_alone",),
    64: (f"{DOORS}::test_a_redirect_of_one_host_stays_there",),
    65: (f"{HERE}test_leaks_outside.py",),
    66: (f"{HERE}test_leaks_outside.py",),
    67: ("tests/core/test_headers.py::test_the_admin_and_the_sign_in_answer_on_one_host",),
    68: (f"{HERE}test_leaks_people.py",),
    69: (f"{HERE}test_leaks_outside.py", "tests/hub/test_error_pages.py"),
    70: (
        f"{HERE}test_leaks_outside.py",
        "tests/agencies/test_audit.py::test_agency_admin_reads_own_lines_alone",
        "tests/agencies/test_invitations.py",
    ),
    71: ("tests/core/test_http_addresses.py", "tests/core/test_http_hostile.py"),
}


@cache
def names_in(module: str) -> set[str]:
    """Return the names of the tests in a module, which is not run for it."""
    tree = ast.parse((ROOT / module).read_text(encoding="utf-8"))
    return {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def bears(name: str, number: int) -> bool:
    """Return whether a test's name has the number: test_l09_l45_..., test_l34_to_l39_..."""
    words = name.split("_")
    numbers = [int(word[1:]) for word in words if word[:1] == "l" and word[1:].isdigit()]
    if "to" in words and len(numbers) > 1:
        return numbers[0] <= number <= numbers[1]
    return number in numbers


def test_the_table_has_every_leak():
    assert sorted(LEAKS) == list(range(1, 72))


@pytest.mark.parametrize("number", sorted(LEAKS), ids=lambda number: f"L{number:02}")
def test_each_leak_has_a_test_or_a_reason(number):
    proof = LEAKS[number]
    if isinstance(proof, CannotOccur):
        assert proof.reason
        assert "\n" not in proof.reason
        return
    assert proof
    for place in proof:
        module, _, name = place.partition("::")
        known = names_in(module)
        if name:
            assert name in known
        elif module.startswith(HERE):
            assert any(bears(each, number) for each in known), place
        else:
            assert known
