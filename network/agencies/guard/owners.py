"""Determine who may reach an object named in a request, and which agency owns it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from wagtail.admin.models import EditingSession
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Page, Revision, TaskState, UploadedFile, WorkflowState

from network.accounts.models import User
from network.core.registry import Registry

from ..models import AGENCY_ROLES, NETWORK_ROLES, Agency, Invitation, Membership, Role
from ..scope import Scope


class ObjectKind(StrEnum):
    """Kinds of objects an admin URL or form can refer to. Higher layers register their own."""

    PAGE = "page"
    # A page, or an ancestor of a reachable one: the hub above a section may be browsed.
    TREE_PAGE = "tree_page"
    IMAGE = "image"
    DOCUMENT = "document"
    COLLECTION = "collection"
    REVISION = "revision"
    TASK_STATE = "task_state"
    WORKFLOW_STATE = "workflow_state"
    UPLOAD = "upload"
    EDITING_SESSION = "editing_session"
    AGENCY = "agency"
    MEMBERSHIP = "membership"
    NETWORK_MEMBERSHIP = "network_membership"
    # A membership of an agency or of the network; only for the network admin.
    ANY_MEMBERSHIP = "any_membership"
    INVITATION = "invitation"
    NETWORK_INVITATION = "network_invitation"


@dataclass(frozen=True, slots=True)
class ObjectAccess:
    """Access functions for one kind of object, by primary key."""

    # (pk, user, scope, writing) -> whether the user may read or write the object.
    reaches: Callable[[int, User, Scope, bool], bool]
    # pk -> code of the owning agency, for the log.
    owner: Callable[[int], str | None] | None = None


GUARDED_KINDS = Registry[ObjectAccess]("kinds of object that an admin URL names")


def may_reach(named: str, value: str, *, user: User, scope: Scope, writing: bool) -> bool:
    """Return whether `user` may reach the object. False if the value is no id or the object does
    not exist."""
    if not value.isascii() or not value.isdigit() or len(value) > 18:
        return False
    return GUARDED_KINDS[named].reaches(int(value), user, scope, writing)


def agency_code_of(named: str, value: str) -> str:
    """Return the code of the agency that owns the object, or "". Used for the log only."""
    if not value.isascii() or not value.isdigit() or len(value) > 18:
        return ""
    kind = GUARDED_KINDS.get(named)
    return (kind.owner(int(value)) or "") if kind and kind.owner else ""


def _page(pk: int, user: User, scope: Scope, writing: bool) -> bool:
    path = _value(Page.objects.filter(pk=pk), "path")
    return path is not None and _page_path(path, scope, writing)


def _page_path(path: str, scope: Scope, writing: bool) -> bool:
    return scope.writes_page(path) if writing else scope.reads_page(path)


def _tree_page(pk: int, user: User, scope: Scope, writing: bool) -> bool:
    path = _value(Page.objects.filter(pk=pk), "path")
    return path is not None and (
        _page_path(path, scope, writing)
        or any(own.startswith(path) for own in scope.readable_pages)
    )


def _files(get_model: Callable[[], type[Model]]) -> ObjectAccess:
    def reaches(pk: int, user: User, scope: Scope, writing: bool) -> bool:
        path = _value(get_model()._default_manager.filter(pk=pk), "collection__path")
        return path is not None and _collection_path(path, scope, writing)

    def owner(pk: int) -> str | None:
        collection_id = _value(get_model()._default_manager.filter(pk=pk), "collection_id")
        return _collection_owner(int(collection_id)) if collection_id else None

    return ObjectAccess(reaches, owner)


def _collection(pk: int, user: User, scope: Scope, writing: bool) -> bool:
    path = _value(Collection.objects.filter(pk=pk), "path")
    return path is not None and _collection_path(path, scope, writing)


def _collection_path(path: str, scope: Scope, writing: bool) -> bool:
    return scope.writes_collection(path) if writing else scope.reads_collection(path)


def _revision(pk: int, user: User, scope: Scope, writing: bool) -> bool:
    return _page_of(Revision.objects.filter(pk=pk), user, scope, writing)


def _workflow_state(pk: int, user: User, scope: Scope, writing: bool) -> bool:
    return _page_of(WorkflowState.objects.filter(pk=pk), user, scope, writing)


def _task_state(pk: int, user: User, scope: Scope, writing: bool) -> bool:
    state_id = _value(TaskState.objects.filter(pk=pk), "workflow_state_id")
    return state_id is not None and _workflow_state(int(state_id), user, scope, writing)


def _page_of(rows: QuerySet[Any], user: User, scope: Scope, writing: bool) -> bool:
    # Revisions and workflow states of other models than pages belong to no agency.
    pages = ContentType.objects.get_for_model(Page)
    page_id = _value(rows.filter(base_content_type=pages), "object_id")
    return page_id is not None and _page(int(page_id), user, scope, writing)


def _upload(pk: int, user: User, scope: Scope, writing: bool) -> bool:
    return UploadedFile.objects.filter(pk=pk, uploaded_by_user=user).exists()


def _editing_session(pk: int, user: User, scope: Scope, writing: bool) -> bool:
    return EditingSession.objects.filter(pk=pk, user=user).exists()


def _agency(pk: int, user: User, scope: Scope, writing: bool) -> bool:
    return Agency.objects.filter(pk=pk).exists()


def _of_administered(model: type[Membership | Invitation]) -> ObjectAccess:
    def reaches(pk: int, user: User, scope: Scope, writing: bool) -> bool:
        rows = model.objects.filter(pk=pk, role__in=AGENCY_ROLES)
        agency_id: Any = _value(rows, "agency_id")
        return Role.AGENCY_ADMIN in scope.agency_roles.get(agency_id, ())

    return ObjectAccess(reaches, lambda pk: _value(model.objects.filter(pk=pk), "agency__code"))


def _of_network(
    model: type[Membership | Invitation], *, roles: Iterable[Role] = NETWORK_ROLES
) -> ObjectAccess:
    def reaches(pk: int, user: User, scope: Scope, writing: bool) -> bool:
        held = model.objects.filter(pk=pk, role__in=roles)
        return Role.NETWORK_ADMIN in scope.roles and held.exists()

    return ObjectAccess(reaches)


def page_owner(pk: int) -> str | None:
    """Return the code of the agency in whose section the page is, or None."""
    path = _value(Page.objects.filter(pk=pk), "path") or ""
    return _value(Agency.objects.filter(home_page__path__in=_way_to(path)), "code")


def _collection_owner(pk: int) -> str | None:
    path = _value(Collection.objects.filter(pk=pk), "path") or ""
    return _value(Agency.objects.filter(collection__path__in=_way_to(path)), "code")


def _owner_of_page_row(rows: QuerySet[Any]) -> str | None:
    page_id = _value(rows, "object_id")
    return page_owner(int(page_id)) if page_id and page_id.isdigit() else None


def _way_to(path: str) -> list[str]:
    return [path[:end] for end in range(Page.steplen, len(path) + 1, Page.steplen)]


def _value(rows: QuerySet[Any], name: str) -> str | None:
    return rows.values_list(name, flat=True).first()


KINDS: dict[str, ObjectAccess] = {
    ObjectKind.PAGE: ObjectAccess(_page, page_owner),
    ObjectKind.TREE_PAGE: ObjectAccess(_tree_page, page_owner),
    ObjectKind.IMAGE: _files(get_image_model),
    ObjectKind.DOCUMENT: _files(get_document_model),
    ObjectKind.COLLECTION: ObjectAccess(_collection, _collection_owner),
    ObjectKind.REVISION: ObjectAccess(
        _revision, lambda pk: _owner_of_page_row(Revision.objects.filter(pk=pk))
    ),
    ObjectKind.TASK_STATE: ObjectAccess(
        _task_state, lambda pk: _owner_of_page_row(WorkflowState.objects.filter(task_states=pk))
    ),
    ObjectKind.WORKFLOW_STATE: ObjectAccess(
        _workflow_state, lambda pk: _owner_of_page_row(WorkflowState.objects.filter(pk=pk))
    ),
    ObjectKind.UPLOAD: ObjectAccess(_upload),
    ObjectKind.EDITING_SESSION: ObjectAccess(_editing_session),
    ObjectKind.AGENCY: ObjectAccess(
        _agency, lambda pk: _value(Agency.objects.filter(pk=pk), "code")
    ),
    ObjectKind.MEMBERSHIP: _of_administered(Membership),
    ObjectKind.NETWORK_MEMBERSHIP: _of_network(Membership),
    ObjectKind.ANY_MEMBERSHIP: _of_network(Membership, roles=Role),
    ObjectKind.INVITATION: _of_administered(Invitation),
    ObjectKind.NETWORK_INVITATION: _of_network(Invitation),
}
