"""Adoption of another agency's practice, and the drafts created from it."""

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from network.accounts.models import User
from network.agencies.audit import record
from network.agencies.models import Agency
from network.agencies.scope import scope_of
from network.agencies.succession import acting_agency
from network.desks.roles import HANDLING
from network.desks.transitions import Transition, held_roles
from network.media.file_names import readable_name
from network.media.models import AgencyDocument
from sites.models import ArticlePage

from . import drafts
from .actions import PracticeAction
from .models import Adoption, AdoptionState, Practice
from .selectors import public_practices, roles_for
from .services import locked
from .transitions import BEGIN_PAGE, FOLLOW, KEEP, TAKE_KIT


@transaction.atomic
def adopt(*, agency: Agency, practice: Practice, user: User, now: dt.datetime) -> Adoption:
    """Record that the agency is interested in a public practice of another agency.

    Raises PermissionDenied without a suitable role, ValidationError if the practice is not public
    or belongs to the agency itself.
    """
    if HANDLING.isdisjoint(held_roles(scope_of(user), agency.pk)):
        raise PermissionDenied
    if not public_practices().filter(pk=practice.pk).exclude(agency=agency).exists():
        raise ValidationError({"practice": _("Choose a recognised practice of another agency.")})
    day = timezone.localdate(now)
    adoption, is_new = Adoption.objects.get_or_create(
        agency=agency, practice=practice, defaults={"since": day, "confirmed_on": day}
    )
    if not is_new:
        raise ValidationError({"practice": _("Your agency has taken it up already.")})
    _record(adoption, PracticeAction.ADOPTED, user, now)
    return adoption


@transaction.atomic
def follow(
    *, adoption_id: int, state: str, changes: str, result: str, user: User, now: dt.datetime
) -> Adoption:
    """Store the progress of an adoption, which also confirms it as of today. Raises ValidationError
    for a step back to being interested."""
    adoption = _locked(adoption_id, user, FOLLOW)
    if state == AdoptionState.INTERESTED != adoption.state:
        raise ValidationError({"state": _("Nobody goes back to being interested.")})
    adoption.state, adoption.changes, adoption.result = state, changes, result
    adoption.confirmed_on = timezone.localdate(now)
    adoption.save()
    _record(adoption, PracticeAction.FOLLOWED, user, now, note=adoption.get_state_display())
    return adoption


@transaction.atomic
def keep(*, adoption_id: int, user: User, now: dt.datetime) -> Adoption:
    """Confirm as of today that the agency still applies the adopted practice."""
    adoption = _locked(adoption_id, user, KEEP)
    adoption.confirmed_on = timezone.localdate(now)
    adoption.save(update_fields=["confirmed_on"])
    _record(adoption, PracticeAction.CONFIRMED, user, now)
    return adoption


@transaction.atomic
def begin_page(*, practice_id: int, user: User, now: dt.datetime) -> ArticlePage:
    """Create the draft of a page about the agency's own practice. It needs the usual approval."""
    practice = locked(practice_id, user, BEGIN_PAGE)
    agency = acting_agency(practice.agency, timezone.localdate(now))
    practice.page = drafts.article(practice, agency, practice.kit.all(), user, now)
    practice.save(update_fields=["page"])
    record(
        actor=user, agency=practice.agency, action=PracticeAction.DRAFTED, now=now, about=practice
    )
    return practice.page


@transaction.atomic
def take_kit(*, adoption_id: int, user: User, now: dt.datetime) -> ArticlePage:
    """Copy an adopted practice into the agency's own drafts, which name their source.

    Creates an article, a short text for social networks, a material page with the files, and a plan
    as DOCX. Returns the article.
    """
    adoption = _locked(adoption_id, user, TAKE_KIT)
    practice = adoption.practice
    agency = acting_agency(adoption.agency, timezone.localdate(now))
    files = [_copied(file, practice, agency, user) for file in practice.kit.all()]
    about = (practice, agency, user, now)
    adoption.page = drafts.article(practice, agency, files, user, now)
    adoption.short_text = drafts.short_text(*about)
    adoption.material = drafts.material(files, *about)
    adoption.plan = drafts.plan(practice, agency, user)
    adoption.save(update_fields=["page", "short_text", "material", "plan"])
    _record(adoption, PracticeAction.DRAFTED, user, now)
    return adoption.page


def _copied(file: AgencyDocument, practice: Practice, agency: Agency, user: User) -> AgencyDocument:
    """Return a copy of the file in the agency's collection, since the owner may change or delete
    the original."""
    name = readable_name(str(file.file.name))
    with file.file.open("rb") as content:
        return AgencyDocument.objects.create(
            title=f"{file.title} ({practice.agency.short_name})"[:255],
            file=ContentFile(content.read(), name=name),
            collection=agency.collection,
            uploaded_by_user=user,
        )


def _locked(adoption_id: int, user: User, transition: Transition[Adoption]) -> Adoption:
    rows = Adoption.objects.select_for_update(of=("self",))
    adoption = rows.select_related("agency", "practice__agency", "practice__topic")
    found = adoption.get(pk=adoption_id)
    transition.check(found, roles_for(scope_of(user), found))
    return found


def _record(
    adoption: Adoption, action: PracticeAction, user: User, now: dt.datetime, **detail: str
) -> None:
    record(actor=user, agency=adoption.agency, action=action, now=now, about=adoption, **detail)
