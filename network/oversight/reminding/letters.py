"""The mail and the official letter of a reminder."""

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.agencies.models import Role
from network.agencies.recipients import members
from network.core.dates import format_day
from network.core.letters import OfficialLetter
from network.hub.models import HubSettings
from network.mailing.kinds import Letter, MailKind, absolute, letters_to

from .models import Reminder

# Behind the number, as in that of dispatch 1510 itself.
SYMBOL = "STP-PBGDPL"
# Letters are in Vietnamese, whatever the screen is in.
SUBJECT = "đôn đốc thực hiện Công văn 1510 trên Trang phổ biến, giáo dục pháp luật"
FIRST_WORDS = (
    "Qua theo dõi việc thực hiện Công văn 1510 trên Trang phổ biến, giáo dục pháp luật của tỉnh, "
    "đến ngày {day}, Quý cơ quan còn những việc sau đây chưa hoàn thành:"
)
LAST_WORDS = "Đề nghị Quý cơ quan thực hiện các việc nêu trên và tiếp nhận thư này trên hệ thống."
CONTACT = " Nếu có vấn đề cần trao đổi, đề nghị liên hệ {who} ({ways})."
# Who leads an agency here.
_LEADERS = (Role.APPROVER, Role.AGENCY_ADMIN)


def first_words(now: dt.datetime) -> str:
    """Return the paragraph that is offered to the officer."""
    return FIRST_WORDS.format(day=format_day(timezone.localdate(now)))


def official_letters(reminders: Iterable[Reminder]) -> list[OfficialLetter]:
    """Return the letter of each reminder."""
    hub = HubSettings.load()
    ways = [("điện thoại", hub.phone), ("email", hub.email)]
    known = ", ".join(f"{label}: {way}" for label, way in ways if way)
    contact = CONTACT.format(who=hub.contact_name, ways=known) if known else ""
    return [
        OfficialLetter(
            parent=hub.owner,
            issuer=hub.contact_name,
            symbol=SYMBOL,
            place=hub.province.removeprefix("tỉnh ").removeprefix("thành phố "),
            subject=SUBJECT,
            addressee=each.agency.name,
            paragraphs=[each.words, f"{LAST_WORDS}{contact.removesuffix('.')}./."],
            points=[f"{place}. {point['text']}." for place, point in enumerate(each.points, 1)],
            signed_as="Giám đốc",
            recipients=["Như trên;", "Lưu: VT, PBGDPL."],
        )
        for each in reminders
    ]


def reminder_letters(*, reminder_id: int, now: dt.datetime) -> list[Letter]:
    """Tell the leaders of an agency what is missing, unless it has received it meanwhile."""
    rows = Reminder.objects.filter(pk=reminder_id, received_at=None).select_related("agency")
    reminder = rows.first()
    if reminder is None:
        return []
    address = absolute(reverse("oversight:reminder", args=[reminder_id]))
    return letters_to(
        members(reminder.agency, *_LEADERS, now=now),
        _("Reminder: %s") % reminder.agency.short_name,
        "oversight/mail/reminder",
        {"reminder": reminder, "address": address},
        agency_id=reminder.agency_id,
    )


MAILS = {"oversight.reminder": MailKind(gettext_lazy("Reminder to an agency"), reminder_letters)}
