"""Cases of impersonation and reports of pages, led through the services."""

import datetime as dt
import itertools
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from network.accounts.models import User
from network.agencies.models import Agency
from network.channels.cases import services
from network.channels.cases.selectors import due_after
from network.channels.links.addresses import parse_address
from network.channels.models import Case, CaseState, FakeReport
from tests.factories.files import photograph

S = CaseState
NUMBER = itertools.count(1)


def screenshot(name: str = "anh.png") -> SimpleUploadedFile:
    """Return a picture that no other test has."""
    size = (next(NUMBER) % 600 + 120, 120)
    return SimpleUploadedFile(name, photograph(size), "image/png")


def make_case(
    agency: Agency,
    opener: User,
    confirmer: User | None = None,
    *,
    state: CaseState = S.FOUND,
    url: str = "",
    name: str = "Sở Y tế hoàn tiền BHYT",
    words: str = "Trang đầu",
) -> Case:
    """Return a case at this state; whoever confirms or settles it is another one."""
    now, url = timezone.now(), url or f"facebook.com/hoan.tien.{next(NUMBER)}"
    case = services.open_case(agency=agency, url=url, name=name, user=opener, now=now)
    about = {"case_id": case.pk, "now": now}
    services.add_evidence(file=screenshot(), words=words, user=opener, **about)
    if state != S.FOUND:
        services.verify_case(user=opener, **about)
    about["user"] = confirmer
    if state in {S.CONFIRMED, S.GONE}:
        services.confirm_case(reason="Đòi nộp tiền.", **about)
    if state == S.GONE:
        about["now"] += dt.timedelta(microseconds=1)
        gone = about | {"user": opener, "file": screenshot(), "words": "Trang không còn"}
        services.add_evidence(**gone)
        services.look_again(is_there=False, **about)
    if state == S.SETTLED:
        services.settle_case(outcome="similar", reason="Của tỉnh khác.", **about)
    case.refresh_from_db()
    return case


def make_report(agency: Agency, **fields: Any) -> FakeReport:
    """Return a report of a page that has just come."""
    number, now = next(NUMBER), timezone.now()
    address = parse_address(f"facebook.com/trang.la.{number}")
    values = {
        "code_digest": f"{number:064}",
        "name": "Sở Y tế hoàn tiền",
        "url": address.url,
        "address_key": address.key,
        "text": "Nhắn tin đòi nộp 350.000 đồng.",
        "sent_at": now,
        "due_on": due_after(now),
    }
    return FakeReport.objects.create(agency=agency, **values | fields)
