"""Taking up what another agency does well, and the page that tells of it."""

import datetime as dt
from collections.abc import Iterable
from html import escape

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from network.accounts.models import User
from network.agencies.audit import record
from network.agencies.models import Agency
from network.agencies.scope import scope_of
from network.core.text import slugify_vi
from network.desks.roles import HANDLING
from network.desks.transitions import Transition, held_roles
from network.media.file_names import readable_name
from network.media.limits import kind_of
from network.media.models import AgencyDocument
from network.media.viewing.selectors import OFFICE
from sites.forms import free_slug
from sites.models import ArticlePage

from .actions import PracticeAction
from .models import Adoption, AdoptionState, Practice
from .selectors import place_of_practices, public_practices
from .services import locked
from .transitions import BEGIN_PAGE, FOLLOW, TAKE_KIT


@transaction.atomic
def adopt(*, agency: Agency, practice: Practice, user: User, now: dt.datetime) -> Adoption:
    """Say that the agency is interested in a practice that everybody reads."""
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
    """Say how far it is; that counts as confirmed today."""
    adoption = _locked(adoption_id, user, FOLLOW)
    if state == AdoptionState.INTERESTED != adoption.state:
        raise ValidationError({"state": _("Nobody goes back to being interested.")})
    adoption.state, adoption.changes, adoption.result = state, changes, result
    adoption.confirmed_on = timezone.localdate(now)
    adoption.save()
    _record(adoption, PracticeAction.FOLLOWED, user, now, note=adoption.get_state_display())
    return adoption


@transaction.atomic
def begin_page(*, practice_id: int, user: User, now: dt.datetime) -> ArticlePage:
    """Make the draft of a page about one's own practice; it goes the way of every page."""
    practice = locked(practice_id, user, BEGIN_PAGE)
    practice.page = draft_page(practice, practice.agency, practice.kit.all(), user, now)
    practice.save(update_fields=["page"])
    record(
        actor=user, agency=practice.agency, action=PracticeAction.DRAFTED, now=now, about=practice
    )
    return practice.page


@transaction.atomic
def take_kit(*, adoption_id: int, user: User, now: dt.datetime) -> ArticlePage:
    """Copy text and files of a practice into one's own section as a draft that names its source."""
    adoption = _locked(adoption_id, user, TAKE_KIT)
    practice, agency = adoption.practice, adoption.agency
    files = [_copied(file, practice, agency, user) for file in practice.kit.all()]
    adoption.page = draft_page(practice, agency, files, user, now)
    adoption.save(update_fields=["page"])
    _record(adoption, PracticeAction.DRAFTED, user, now)
    return adoption.page


def _copied(file: AgencyDocument, practice: Practice, agency: Agency, user: User) -> AgencyDocument:
    """Return the agency's own copy: the other's may be changed, or deleted, by its owner."""
    name = readable_name(str(file.file.name))
    with file.file.open("rb") as content:
        return AgencyDocument.objects.create(
            title=f"{file.title} ({practice.agency.short_name})"[:255],
            file=ContentFile(content.read(), name=name),
            collection=agency.collection,
            uploaded_by_user=user,
        )


def draft_page(
    practice: Practice,
    agency: Agency,
    files: Iterable[AgencyDocument],
    author: User,
    now: dt.datetime,
) -> ArticlePage:
    """Return a draft among the agency's news that says what the practice says, and whose it is."""
    place = place_of_practices(agency)
    if place is None:
        raise ValidationError(_("The menu of your section has no place for news. Add one first."))
    address = reverse("practices:practice", args=[practice.pk])
    draft = ArticlePage(
        title=practice.title,
        slug=free_slug(place, slugify_vi(practice.title)),
        date=timezone.localdate(now),
        body=list(_body(practice, files)),
        live=False,
        owner=author,
        source_name=practice.agency.name,
        source_agency=practice.agency.name,
        source_author=practice.agency.name,
        source_url=f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{address}",
        source_date=practice.recognised_on,
    )
    draft.topics.add(practice.topic)
    place.add_child(instance=draft)
    # Not cleaned: its summary is missing yet, and asked for when it is handed in.
    draft.save_revision(user=author, log_action="wagtail.create", clean=False)
    return draft


def _body(practice: Practice, files: Iterable[AgencyDocument]) -> Iterable[tuple[str, object]]:
    parts = (
        (_("What was to be solved"), practice.problem),
        (_("How it is done"), practice.way),
        (_("What came of it"), practice.result),
        (_("What others should know"), practice.lesson),
    )
    for heading, words in parts:
        yield "heading", {"text": heading, "level": "h2"}
        lines = (escape(line) for line in words.splitlines() if line.strip())
        yield "paragraph", "".join(f"<p>{line}</p>" for line in lines)
    for file in files:
        # Files of Word and the like are read on pages of a material alone.
        if kind_of(str(file.file.name)) not in OFFICE:
            yield "file", {"document": file, "title": file.title}


def _locked(adoption_id: int, user: User, transition: Transition[Adoption]) -> Adoption:
    rows = Adoption.objects.select_for_update(of=("self",))
    adoption = rows.select_related("agency", "practice__agency", "practice__topic")
    found = adoption.get(pk=adoption_id)
    transition.check(found, held_roles(scope_of(user), found.agency_id))
    return found


def _record(
    adoption: Adoption, action: PracticeAction, user: User, now: dt.datetime, **detail: str
) -> None:
    record(actor=user, agency=adoption.agency, action=action, now=now, about=adoption, **detail)
