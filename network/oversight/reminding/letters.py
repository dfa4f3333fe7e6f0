"""Mail and official letter of a reminder."""

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

from ..models.reminding import Reminder
from ..selectors import standard_of

# Letters are always in Vietnamese, whatever the language of the screen.
SUBJECT = "đôn đốc thực hiện {standard} trên Trang phổ biến, giáo dục pháp luật"
FIRST_WORDS = (
    "Qua theo dõi việc thực hiện {standard} trên Trang phổ biến, giáo dục pháp luật của tỉnh, "
    "đến ngày {day}, Quý cơ quan còn những việc sau đây chưa hoàn thành:"
)
LAST_WORDS = "Đề nghị Quý cơ quan thực hiện các việc nêu trên và tiếp nhận thư này trên hệ thống."
CONTACT = " Nếu có vấn đề cần trao đổi, đề nghị liên hệ {who} ({ways})."
# Roles of an agency's leaders.
_LEADERS = (Role.APPROVER, Role.AGENCY_ADMIN)


def first_words(now: dt.datetime) -> str:
    """Return the proposed opening paragraph."""
    day = timezone.localdate(now)
    return FIRST_WORDS.format(standard=standard_of("", day), day=format_day(day))


def official_letters(reminders: Iterable[Reminder]) -> list[OfficialLetter]:
    """Return one official letter per reminder."""
    hub, head = HubSettings.load(), HubSettings.letterhead()
    ways = [("điện thoại", hub.phone), ("email", hub.email)]
    known = ", ".join(f"{label}: {way}" for label, way in ways if way)
    contact = CONTACT.format(who=hub.contact_name, ways=known) if known else ""
    subject = SUBJECT.format(standard=standard_of("", timezone.localdate()))
    return [
        OfficialLetter(
            parent=head.parent,
            issuer=hub.contact_name,
            symbol=hub.letter_symbol,
            place=head.place,
            subject=subject,
            addressee=each.agency.name,
            paragraphs=[each.words, f"{LAST_WORDS}{contact.removesuffix('.')}./."],
            points=[f"{place}. {point['text']}." for place, point in enumerate(each.points, 1)],
            signed_as=hub.signatory,
            recipients=["Như trên;", "Lưu: VT, PBGDPL."],
        )
        for each in reminders
    ]


def reminder_letters(*, reminder_id: int, now: dt.datetime) -> list[Letter]:
    """Return letters about a reminder to the agency's leaders; [] if it is received already."""
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
