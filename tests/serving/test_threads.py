"""Who waits for which threads, and who is told to come again."""

import asyncio
import threading

import pytest

from network.serving.refusals import RefusalStatus, Refused
from network.serving.threads import PAGES, SEARCHES, Threads, threads_for


@pytest.mark.parametrize(
    ("path", "query", "threads"),
    [
        ("/", "", PAGES),
        ("/van-ban/", "trang=2", PAGES),
        ("/tim-kiem/", "q=dat", SEARCHES),
        ("/tim-kiem/", "loai=article&%71=dat", SEARCHES),
        ("/van-ban/", "linhvuc=dat-dai", SEARCHES),
        # Officers do not wait behind the crowd.
        ("/admin/pages/", "q=dat", PAGES),
    ],
)
def test_searches_of_visitors_have_threads_of_their_own(path, query, threads):
    assert threads_for({"PATH_INFO": path, "QUERY_STRING": query}) is threads


def test_some_wait_and_more_are_told_to_come_again():
    threads, wait = Threads(1, most_waiting=1, name="test"), threading.Event()

    async def three() -> list[object]:
        work = [asyncio.ensure_future(threads.run(lambda: wait.wait(20))) for _ in range(3)]
        done, _ = await asyncio.wait(work, return_when=asyncio.FIRST_COMPLETED)
        wait.set()
        assert done == {work[2]}
        return await asyncio.gather(*work, return_exceptions=True)

    first, second, third = asyncio.run(three())
    assert (first, second) == (True, True)
    assert isinstance(third, Refused)
    page = third.page()
    assert (page.status, dict(page.headers)["Retry-After"]) == (503, "5")
    assert "quá nhiều người" in page.body.decode()


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (RefusalStatus.TOO_LARGE, "100 MB"),
        (RefusalStatus.TOO_SLOW, "quá chậm"),
        (RefusalStatus.BUSY, "Xin thử lại"),
    ],
)
def test_every_refusal_says_what_to_do(reason, said):
    assert said in Refused(reason).page().body.decode()
