"""Who may open a file: the one rule, asked anew at every request."""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    BigIntegerField,
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
)
from django.db.models.functions import Cast, Now
from django.http import HttpRequest
from wagtail.models import Page, PageViewRestriction, ReferenceIndex
from wagtail.users.models import UserProfile

from network.accounts.models import User
from network.agencies.models import Role, RoleGroup
from network.agencies.scope import scope_of
from network.core.registry import Registry

from .models import ORIGINALS, RENDITIONS, AgencyDocument, AgencyImage, Rendition

type Viewer = User | AnonymousUser
type File = AgencyImage | AgencyDocument

# Public uses of a file other than pages; one query each.
PUBLIC_USES = Registry[Callable[[File], bool]]("public uses of files")
# Other reasons to open a file that is not public; asked last, at every request.
PASSES = Registry[Callable[[HttpRequest, File], bool]]("passes for files")


def image_at(path: str) -> AgencyImage | Rendition | None:
    """Return the original or the rendition stored at `path` below MEDIA_ROOT; one query."""
    folder = path.partition("/")[0]
    if folder == ORIGINALS:
        return AgencyImage.objects.select_related("collection").filter(file=path).first()
    if folder == RENDITIONS:
        renditions = Rendition.objects.select_related("image__collection")
        return renditions.filter(file=path).first()
    return None


def document_named(pk: int, file_name: str) -> AgencyDocument | None:
    """Return the file number `pk` if it is stored under `file_name`; one query."""
    found = AgencyDocument.objects.select_related("collection").filter(pk=pk).first()
    return found if found and found.filename == file_name else None


def avatar_at(path: str) -> UserProfile | None:
    """Return the profile whose picture is stored at `path` below MEDIA_ROOT; one query."""
    return UserProfile.objects.select_related("user").filter(avatar=path).first()


def is_public(file: AgencyImage | AgencyDocument) -> bool:
    """Return whether everybody may open `file`; a query for pages and one for each other use."""
    if file.public or live_uses(file).exists():
        return True
    return any(shows(file) for shows in PUBLIC_USES.values())


def holds_pass(request: HttpRequest, file: File) -> bool:
    """Return whether any registered reason opens `file` for this request."""
    return any(reason(request, file) for reason in PASSES.values())


def may_open(file: AgencyImage | AgencyDocument, viewer: Viewer) -> bool:
    """Return whether `viewer` may open a file that is not public; three queries at most.

    Whoever reads the collection may: the agency's people, for the shared collection everybody's,
    the overseer for all.
    """
    if not isinstance(viewer, User):
        return False
    return viewer.is_superuser or scope_of(viewer).reads_collection(file.collection.path)


def may_see_face(owner: User, viewer: Viewer) -> bool:
    """Return whether `viewer` may see the profile picture of `owner`.

    The screens show it to colleagues in an agency and to the overseer.
    """
    if not isinstance(viewer, User):
        return False
    if viewer.pk == owner.pk or viewer.is_superuser:
        return True
    scope = scope_of(viewer)
    shared = RoleGroup.objects.filter(group__user=owner, agency__in=scope.agency_roles)
    return Role.OVERSEER in scope.roles or shared.exists()


def live_uses(file: AgencyImage | AgencyDocument) -> QuerySet[ReferenceIndex]:
    """Return the uses of `file`, in whatever field or block, by pages open to every citizen.

    The reference index holds what the page's own row says. A draft, also one of a live page, is
    a revision and not in it.
    """
    # An expired page stays live until the job takes it off.
    lasting = Q(expire_at=None) | Q(expire_at__gt=Now())
    page_id = Cast(OuterRef("object_id"), BigIntegerField())
    pages = Page.objects.live().filter(lasting, ~Exists(_restrictions()), pk=page_id)
    return ReferenceIndex.objects.filter(
        Exists(pages),
        base_content_type=ContentType.objects.get_for_model(Page),
        to_content_type=ContentType.objects.get_for_model(file),
        to_object_id=str(file.pk),
    )


def _restrictions() -> QuerySet[PageViewRestriction]:
    """The restrictions (password, sign-in) on a page or on one above it."""
    path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    return PageViewRestriction.objects.annotate(restricted=path).filter(
        restricted__startswith=F("page__path")
    )
