"""Tag filters of the image and document lists. Wagtail's own would show the tags of all
agencies."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Model, QuerySet
from taggit.models import Tag
from wagtail.admin.utils import set_query_params
from wagtail.admin.views.generic import IndexView
from wagtail.documents.views.documents import DocumentsFilterSet
from wagtail.images.views.chooser import ImageChooseView
from wagtail.images.views.images import ImagesFilterSet
from wagtail.permissions import policy_registry

from network.core.sorting import alphabetical

OFFERED_TAGS = 10


def popular_tags(model: type[Model], user: Any) -> QuerySet[Tag]:
    """Return the tags most used on the files of `model` that `user` may add, change or choose."""
    policy: Any = policy_registry.get_by_type(model)
    files = policy.instances_user_has_any_permission_for(user, ["add", "change", "choose"])
    return (
        Tag.objects.filter(
            taggit_taggeditem_items__content_type=ContentType.objects.get_for_model(model),
            taggit_taggeditem_items__object_id__in=files.order_by().values("pk"),
        )
        .annotate(uses=Count("taggit_taggeditem_items"))
        .order_by("-uses", "name")[:OFFERED_TAGS]
    )


def files_in_order(view: Any, files: QuerySet[Any]) -> QuerySet[Any]:
    """Return images or documents in the requested order; titles in Vietnamese alphabetical
    order."""
    return files.order_by(alphabetical(view.ordering)) if view.ordering else files


def add_url(view: Any) -> str | None:
    """Return the URL for adding a file to the shown collection, or None if the user may not add
    files.

    Wagtail's own version fails for overseers, who have no such URL.
    """
    address = IndexView.get_add_url(view)
    shown = view.current_collection
    return set_query_params(address, {"collection_id": shown.pk}) if address and shown else address


def has_files_of_others(view: Any) -> bool:
    """Return whether there are files the user may choose, although the list shows only those they
    may change."""
    policy, user = view.permission_policy, view.request.user
    found: bool = policy.instances_user_has_permission_for(user, "choose").exists()
    return found


class OwnTagsMixin:
    """Mixin that offers only tags of files the user may reach."""

    def __init__(self, data: Any = None, queryset: Any = None, **kwargs: Any) -> None:
        super().__init__(data, queryset, **kwargs)  # type: ignore[call-arg]
        filters: dict[str, Any] = self.filters  # type: ignore[attr-defined]
        if "tag" not in filters:
            return
        tags = popular_tags(self._meta.model, self.request.user)  # type: ignore[attr-defined]
        if choices := [(tag.name, tag.name) for tag in tags]:
            filters["tag"].extra["choices"] = choices
        else:
            del filters["tag"]


class OwnImagesFilterSet(OwnTagsMixin, ImagesFilterSet):
    """Filters of the image list: tags of the user's own agencies only."""

    class Meta(ImagesFilterSet.Meta):
        pass


class OwnDocumentsFilterSet(OwnTagsMixin, DocumentsFilterSet):
    """Filters of the document list: tags of the user's own agencies only."""

    class Meta(DocumentsFilterSet.Meta):
        pass


class OwnImageChooseView(ImageChooseView):
    """Image chooser that offers only tags of the user's own agencies."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "popular_tags": popular_tags(self.model, self.request.user)
        }
