"""Two requests with one code at the very same moment, each on its own connection."""

import threading
from typing import Any

from django.db import connection
from django.utils import timezone

from network.accounts.second_factor import totp_code, use_code
from tests.factories.accounts import SECRET, make_enrolled_user


def test_one_code_opens_one_session(django_db_setup: None, django_db_blocker: Any):
    # Without the test's transaction: what it holds no other connection would see.
    with django_db_blocker.unblock():
        user = make_enrolled_user("cung-mot-luc")
        try:
            assert len([row for row in use_at_once(user) if row]) == 1
        finally:
            user.delete()


def use_at_once(user: Any) -> list[Any]:
    """Let four threads use the same code; return what each got."""
    now, start, found = timezone.now(), threading.Barrier(4), []

    def use() -> None:
        start.wait()
        found.append(use_code(user=user, code=totp_code(SECRET, now), now=now))
        connection.close()

    threads = [threading.Thread(target=use) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found
