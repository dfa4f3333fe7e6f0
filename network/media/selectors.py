"""Access rules of files, evaluated at every request."""

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

# Public uses of a file outside of pages. One query each.
PUBLIC_USES = Registry[Callable[[File], bool]]("public uses of files")
# Other reasons to let a request open a file that is not public. Evaluated last, at every request.
PASSES = Registry[Callable[[HttpRequest, File], bool]]("passes for files")


def image_at(path: str) -> AgencyImage | Rendition | None:
    """Return the original or rendition stored at `path` below MEDIA_ROOT, or None. One query."""
    folder = path.partition("/")[0]
    if folder == ORIGINALS:
        return AgencyImage.objects.select_related("collection").filter(file=path).first()
    if folder == RENDITIONS:
        renditions = Rendition.objects.select_related("image__collection")
        return renditions.filter(file=path).first()
    return None


def document_named(pk: int, file_name: str) -> AgencyDocument | None:
    """Return the document with id `pk` if it is stored under `file_name`, else None. One query."""
    found = AgencyDocument.objects.select_related("collection").filter(pk=pk).first()
    return found if found and found.filename == file_name else None


def avatar_at(path: str) -> UserProfile | None:
    """Return the profile whose picture is stored at `path` below MEDIA_ROOT, or None. One query."""
    return UserProfile.objects.select_related("user").filter(avatar=path).first()


def is_public(file: AgencyImage | AgencyDocument) -> bool:
    """Return whether everybody may open `file`. One query for pages and one per other public
    use."""
    if file.public or live_uses(file).exists():
        return True
    return any(shows(file) for shows in PUBLIC_USES.values())


def holds_pass(request: HttpRequest, file: File) -> bool:
    """Return whether any check registered in PASSES lets this request open `file`."""
    return any(reason(request, file) for reason in PASSES.values())


def may_open(file: AgencyImage | AgencyDocument, viewer: Viewer) -> bool:
    """Return whether `viewer` may open a file that is not public. At most three queries.

    Allowed are all who may read the collection: the agency's members, everybody signed in for the
    shared collection, and the overseer for all collections.
    """
    if not isinstance(viewer, User):
        return False
    return viewer.is_superuser or scope_of(viewer).reads_collection(file.collection.path)


def may_see_face(owner: User, viewer: Viewer) -> bool:
    """Return whether `viewer` may see the profile picture of `owner`.

    The admin shows it to colleagues of the same agency and to the overseer.
    """
    if not isinstance(viewer, User):
        return False
    if viewer.pk == owner.pk or viewer.is_superuser:
        return True
    scope = scope_of(viewer)
    shared = RoleGroup.objects.filter(group__user=owner, agency__in=scope.agency_roles)
    return Role.OVERSEER in scope.roles or shared.exists()


def live_uses(file: AgencyImage | AgencyDocument) -> QuerySet[ReferenceIndex]:
    """Return the uses of `file`, in any field or block, by live pages without view restrictions.

    Pages whose expiry has passed do not count. The reference index covers the page's own row.
    Drafts, also those of live pages, are revisions and not in the index.
    """
    # An expired page stays live until a background job unpublishes it.
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
    """Return the view restrictions (password, login) of a page or one of its ancestors."""
    path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    return PageViewRestriction.objects.annotate(restricted=path).filter(
        restricted__startswith=F("page__path")
    )
