"""Demo data: diaries of the last eleven months, reporters and requests. Safe to run twice."""

import datetime as dt
import itertools
import random
from dataclasses import dataclass

from django.utils import timezone

from legal_updates.models import Topic
from network.accounts.models import User
from network.activities.models import (
    Activity,
    ActivityForm,
    Audience,
    Degree,
    Reporter,
    ReporterKind,
    ReporterLevel,
    SpeakerRequest,
    SpeakerRequestState,
)
from network.activities.selectors import commune_of
from network.agencies.models import Agency, AgencyKind, Membership, Role
from network.agencies.places import communes
from network.core.working_days import is_working_day, working_day_after
from sites.models import Language

_LED = (
    *("STP-2025", "23575", "SYT-2025", "HLHPN", "24044", "CA", "SGDDT-2025", "TDOAN"),
    *("SNNMT-2025", "23563", "21583", "23764"),
)
_DAYS = 330
_FAMILY = "dan-so-gia-dinh-tre-em-binh-dang-gioi"
# Form, title, topic, audience, place, minimum and maximum of attendances or pieces.
_WHAT = (
    (
        "hoi-nghi",
        "Tập huấn kỹ năng hòa giải ở cơ sở",
        "bo-tro-tu-phap",
        "hoa-giai",
        "Hội trường",
        40,
        110,
    ),
    ("tuyen-truyen-mieng", "Quyền sử dụng đất", "dat-dai", "nhan-dan", "Nhà văn hóa", 35, 90),
    ("luu-dong", "Phòng, chống tảo hôn", _FAMILY, "dan-toc", "Nhà rông", 50, 160),
    ("cau-lac-bo", "Câu lạc bộ phụ nữ với pháp luật", _FAMILY, "phu-nu", "Nhà văn hóa", 20, 45),
    ("truong-hoc", "An toàn giao thông", "giao-thong-van-tai", "hoc-sinh", "Trường THCS", 180, 420),
    ("doi-thoai", "Đối thoại về thủ tục đất đai", "dat-dai", "nong-dan", "Hội trường", 30, 80),
    ("phien-toa", "Phiên tòa giả định: lừa đảo qua mạng", "hinh-su", "thanh-nien", "Sân", 90, 250),
    ("to-gap", "Tờ gấp “Nhận biết lừa đảo qua mạng”", "hinh-su", "nhan-dan", "", 300, 1500),
    ("loa", "Bản tin pháp luật hằng tuần", "", "nhan-dan", "", 4, 12),
    ("cuoc-thi", "Tìm hiểu Luật Căn cước", "hanh-chinh-tu-phap", "can-bo", "", 60, 240),
)
_FIELDS = (
    *("dat-dai", "dan-su", "hinh-su", _FAMILY, "giao-thong-van-tai", "bo-tro-tu-phap"),
    *("hanh-chinh-tu-phap", "moi-truong", "lao-dong"),
)
_PEOPLE = (
    *("Rơ Châm H’Lan", "Nguyễn Văn Thuận", "Siu Bluk", "Trần Thị Mai", "Lê Quang Hòa"),
    *("Ksor H’Blin", "Phạm Thị Hạnh", "Đinh Văn Grơi", "Võ Minh Tâm", "Nay Phương"),
    *("Huỳnh Thị Thu", "Rah Lan Sô", "Đỗ Thành Công", "Kpă H’Nhi", "Bùi Thị Lý"),
    *("Puih Thơng", "Ngô Xuân Hải", "Đinh Thị Pên", "Hoàng Thị Yến", "Trương Đình Nam"),
)


@dataclass(frozen=True, slots=True)
class _Desk:
    agency: Agency
    people: dict[str, User]


def load(now: dt.datetime) -> None:
    """Create the demo data for demo agencies that have people. Does nothing if activities exist."""
    if Activity.objects.exists():
        return
    day, dice = timezone.localdate(now), random.Random(2026)  # noqa: S311
    desks = _desks(day)
    if not desks:
        return
    for place, desk in enumerate(desks):
        _write_diary(desk, day, now, dice, entries=24 if place < 4 else 12)
    _hold_together(desks, now)
    reporters = _enter_reporters(desks, day, dice)
    _ask(desks, reporters, day, now)


def _desks(day: dt.date) -> list[_Desk]:
    people: dict[int, dict[str, User]] = {}
    rows = Membership.objects.valid_on(day).exclude(agency=None).select_related("user")
    for each in rows.order_by("agency__code", "pk"):
        people.setdefault(each.agency_id or 0, {})[each.role] = each.user
    found = {each.code: each for each in Agency.objects.valid_on(day).filter(code__in=_LED)}
    agencies = [found[code] for code in _LED if code in found]
    return [
        _Desk(each, people[each.pk]) for each in agencies if Role.AUTHOR in people.get(each.pk, {})
    ]


def _write_diary(
    desk: _Desk, day: dt.date, now: dt.datetime, dice: random.Random, *, entries: int
) -> None:
    forms = {each.key: each for each in ActivityForm.objects.all()}
    audiences = {each.key: each for each in Audience.objects.all()}
    topics = {each.slug: each for each in Topic.objects.all()}
    own, all_communes = commune_of(desk.agency), [each.code for each in communes()]
    for number in range(entries):
        form, title, topic, audience, place, least, most = _WHAT[number % len(_WHAT)]
        count = dice.randint(least, most)
        held_on = day - dt.timedelta(days=1 + dice.randrange(_DAYS))
        while not is_working_day(held_on):
            held_on -= dt.timedelta(days=1)
        meets = forms[form].counts_people
        Activity.objects.create(
            agency=desk.agency,
            form=forms[form],
            title=title,
            topic=topics.get(topic),
            audience=audiences[audience],
            held_on=held_on,
            place=place,
            commune=own or dice.choice(all_communes),
            attendances=count if meets else None,
            women=count * dice.randint(35, 65) // 100 if meets else None,
            minority=count * dice.randint(10, 60) // 100 if meets and number % 3 else None,
            quantity=None if meets else count,
            quantity_minority=count // 4 if form == "to-gap" else None,
            in_charge=str(desk.people[Role.AUTHOR]),
            budget=dice.randrange(5, 80) * 100_000 if number % 4 == 0 else None,
            recorded_by=desk.people[Role.AUTHOR],
            changed_at=now,
        )


def _hold_together(desks: list[_Desk], now: dt.datetime) -> None:
    for desk, other in itertools.pairwise(desks):
        last = Activity.objects.filter(agency=desk.agency, form__counted_as="direct").first()
        if last:
            last.hosts.add(other.agency)


def _enter_reporters(desks: list[_Desk], day: dt.date, dice: random.Random) -> list[Reporter]:
    topics = list(Topic.objects.filter(slug__in=_FIELDS))
    found = []
    for number, name in enumerate(_PEOPLE):
        agency = desks[number % min(6, len(desks))].agency
        is_propagator = agency.kind in (AgencyKind.UBND_XA, AgencyKind.UBND_PHUONG)
        since = day - dt.timedelta(days=400 + number * 20)
        ended = number in (7, 16)
        reporter = Reporter.objects.create(
            agency=agency,
            kind=ReporterKind.PROPAGATOR if is_propagator else ReporterKind.REPORTER,
            level=ReporterLevel.COMMUNE if is_propagator else ReporterLevel.PROVINCE,
            name=name,
            post=f"Chuyên viên, {agency.short_name}",
            is_woman="Thị" in name or "H’" in name,
            degree=Degree.LAW if number % 4 else Degree.OTHER,
            languages=[Language.VIETNAMESE, *_languages_of(name)],
            number=f"{10 + number}/QĐ-UBND (minh họa)",
            since=since,
            until=day - dt.timedelta(days=40) if ended else None,
            ending="77/QĐ-UBND (minh họa), chuyển công tác" if ended else "",
            consent_on=None if ended or number % 5 == 4 else since,
        )
        reporter.topics.set(dice.sample(topics, k=2))
        for activity in Activity.objects.filter(agency=agency).order_by("pk")[number % 6 :: 6]:
            if reporter.serves_on(activity.held_on):
                activity.reporters.add(reporter)
        found.append(reporter)
    return found


def _languages_of(name: str) -> list[Language]:
    if name.startswith("Đinh"):
        return [Language.BAHNAR]
    jrai = ("Rơ Châm", "Siu", "Ksor", "Nay", "Rah Lan", "Kpă", "Puih")
    return [Language.JRAI] if name.startswith(jrai) else []


def _ask(desks: list[_Desk], reporters: list[Reporter], day: dt.date, now: dt.datetime) -> None:
    if len(desks) < 3:
        return
    asked = desks[0].agency
    comes = next(each for each in reporters if each.agency == asked and each.until is None)
    for number, state in enumerate((SpeakerRequestState.SENT, SpeakerRequestState.ACCEPTED)):
        accepted = state == SpeakerRequestState.ACCEPTED
        SpeakerRequest.objects.create(
            agency=desks[number + 1].agency,
            to_agency=asked,
            held_on=day + dt.timedelta(days=12 + number),
            place="Nhà văn hóa",
            language=Language.JRAI,
            words="Nói chuyện về quyền sử dụng đất cho khoảng 60 người dân.",
            state=state,
            asked_by=desks[number + 1].people[Role.AUTHOR],
            asked_at=now,
            due_on=working_day_after(day, 5),
            reporter=comes if accepted else None,
            answer="Xin đón lúc 7 giờ 30." if accepted else "",
            answered_at=now if accepted else None,
        )
