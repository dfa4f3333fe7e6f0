"""Check of R25: accounts are secure, pictures have usage rights, rights requests are answered, and
nobody keeps an account who served an ended agency alone."""

from dataclasses import replace

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from network.accounts.selectors import with_second_factor
from network.agencies.models import Membership
from network.media.models import AgencyImage
from network.rights_requests.selectors import overdue_by_agency

from ..outcomes import (
    CheckOutcome,
    Evidence,
    Participants,
    Thresholds,
    grouped,
    judged_by_parts,
    rests_on,
)
from ..proofs import PICTURE
from ..sources import EvidenceRef


@rests_on(PICTURE)
def check(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Met if all members have a second factor, all pictures state their licence, and no rights
    request is overdue. In an ended agency, no member may keep an account without another role."""
    members = Membership.objects.valid_on(participants.day).filter(
        agency__in=participants.ids, user__is_active=True
    )
    safe = Count("user", distinct=True, filter=Q(user__in=with_second_factor()))
    people = {
        agency: (good, total)
        for agency, good, total in members.values_list("agency_id").annotate(
            good=safe, total=Count("user", distinct=True)
        )
    }
    pictures = {
        agency: (good, total)
        for agency, good, total in AgencyImage.objects.filter(
            collection__agency__in=participants.ids
        )
        .order_by()
        .values_list("collection__agency")
        .annotate(good=Count("pk", filter=~Q(licence="")), total=Count("pk"))
    }

    licensed = _licensed(participants)
    overdue = overdue_by_agency(participants.ids, participants.day)
    left = _accounts_left(participants)

    def judge(pk: int) -> CheckOutcome:
        """Return the outcome of one agency: second factors, rights of pictures, and requests
        answered in time."""
        return judged_by_parts(
            [
                _part(_("People with a second factor"), people.get(pk, (0, 0)), "people:index"),
                _part(
                    _("Pictures that say their right"),
                    pictures.get(pk, (0, 0)),
                    rests=PICTURE.each(licensed.get(pk, ())),
                ),
                Evidence(
                    _("Requests about rights and data answered in time"),
                    _("%d overdue") % overdue[pk] if pk in overdue else _("All"),
                    f"{reverse('rights_desk:index')}?state=late",
                    fine=pk not in overdue,
                ),
                *left.get(pk, ()),
            ]
        )

    return _with_bare_pictures(participants, participants.each(judge))


def _licensed(participants: Participants) -> dict[int, list[int]]:
    """Return {agency id: ids of its pictures with a licence}, for the agencies in full."""
    agencies = [pk for pk in participants.ids if participants.lists_all(pk)]
    pictures = AgencyImage.objects.filter(collection__agency__in=agencies).exclude(licence="")
    return grouped(pictures.order_by("-pk").values_list("collection__agency", "pk"))


def _accounts_left(participants: Participants) -> dict[int, list[Evidence]]:
    """Return {id of an ended agency: evidence on the accounts of its former members}. One query.

    A former member who serves nowhere on the day needs no account; a fault if one is active.
    """
    day = participants.day
    ended = [agency.pk for agency in participants.agencies if agency.gone_since(day)]
    serving = Membership.objects.valid_on(day).filter(user=OuterRef("user"))
    rows = Membership.objects.filter(~Exists(serving), agency__in=ended, user__is_active=True)
    counted = dict(rows.values_list("agency_id").annotate(Count("user", distinct=True)))
    address = reverse("agencies_people:index")
    return {
        pk: [
            Evidence(
                _("Accounts of members of the ended agency"),
                _("%d still active") % counted[pk] if pk in counted else _("All closed"),
                address,
                fine=pk not in counted,
            )
        ]
        for pk in ended
    }


def _part(
    label: str,
    counted: tuple[int, int],
    screen: str = "",
    rests: tuple[EvidenceRef, ...] = (),
) -> Evidence:
    """Return evidence on `counted`, a pair of (good, total)."""
    good, total = counted
    address = reverse(f"agencies_{screen}") if screen else reverse("wagtailimages:index")
    return Evidence(label, f"{good} / {total}", address, fine=good == total, rests=rests)


def _with_bare_pictures(
    participants: Participants, outcomes: dict[int, CheckOutcome]
) -> dict[int, CheckOutcome]:
    """Add each picture without licence to the evidence, by its number: its title may be
    confidential."""
    pictures = AgencyImage.objects.filter(collection__agency__in=participants.ids, licence="")
    rows = pictures.order_by("-pk").values_list("collection__agency", "pk")
    bare = grouped((agency, _picture(picture)) for agency, picture in rows)
    return {
        pk: replace(outcome, evidence=(*outcome.evidence, *bare.get(pk, ())))
        for pk, outcome in outcomes.items()
    }


def _picture(pk: int) -> Evidence:
    address = reverse("wagtailimages:edit", args=[pk])
    return Evidence(_("Picture %d") % pk, _("Right of use not stated"), address, fine=False)
