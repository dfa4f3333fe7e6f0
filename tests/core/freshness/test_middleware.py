"""Which addresses are worth a place in memory."""

import pytest
from django.http import HttpResponse

from network.core.freshness.middleware import (
    LONGEST_PATH,
    LONGEST_QUERY,
    MOST_SOUGHT,
    VisitorCacheMiddleware,
    address_of,
)


@pytest.fixture
def is_worth_keeping(rf):
    middleware = VisitorCacheMiddleware(lambda request: HttpResponse())

    def asked(path: str, **what: bool) -> bool:
        request = rf.get(path)
        return middleware.is_worth_keeping(request, address_of(request), **what)

    return asked


def test_an_address_of_a_foreseeable_number_is_kept_at_once(is_worth_keeping):
    assert is_worth_keeping("/van-ban/?trang=2")


def test_what_a_visitor_wrote_is_kept_once_it_is_asked_for_again(is_worth_keeping):
    asked = "/tim-kiem/?q=dat+dai&loai=article"
    assert [is_worth_keeping(asked) for _ in range(3)] == [False, True, True]


def test_that_nothing_is_there_is_kept_once_it_is_asked_for_again(is_worth_keeping):
    asked = [is_worth_keeping("/khong-co/", is_there=False) for _ in range(3)]
    assert asked == [False, True, True]


@pytest.mark.parametrize("path", ["/khong-co/?la=1", f"/{'a' * LONGEST_PATH}/"])
def test_that_nothing_is_there_is_not_kept_for_addresses_without_end(is_worth_keeping, path):
    assert not any(is_worth_keeping(path, is_there=False) for _ in range(3))


def test_questions_asked_once_push_nothing_out_and_are_forgotten(is_worth_keeping):
    is_worth_keeping("/tim-kiem/?q=dat+dai")
    assert not any(is_worth_keeping(f"/tim-kiem/?q={n}") for n in range(MOST_SOUGHT))
    assert not is_worth_keeping("/tim-kiem/?q=dat+dai")


@pytest.mark.parametrize("query", ["lai=1", "q=dat+dai&lai=1", f"q={'a' * LONGEST_QUERY}"])
def test_an_unforeseen_address_is_never_kept(is_worth_keeping, query):
    assert not any(is_worth_keeping(f"/tim-kiem/?{query}") for _ in range(3))
