"""Bulk writing of Wagtail's reference index, which records the uses of objects."""

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.models import ReferenceIndex


def add_references(objects: Iterable[Model]) -> None:
    """Index the references of new objects with one INSERT, where Wagtail makes two queries each.

    Only for objects not yet in the index: outdated references are not removed.
    """
    ReferenceIndex.objects.bulk_create(
        [row for each in objects for row in _rows(each)], ignore_conflicts=True
    )


def _rows(source: Model) -> Iterable[ReferenceIndex]:
    base_type = ReferenceIndex._get_base_content_type(source)
    own_type = ContentType.objects.get_for_model(source, for_concrete_model=False)
    for type_id, pk, model_path, content_path in set(
        ReferenceIndex._extract_references_from_object(source)
    ):
        yield ReferenceIndex(
            content_type=own_type,
            base_content_type=base_type,
            object_id=source.pk,
            to_content_type_id=type_id,
            to_object_id=pk,
            model_path=model_path,
            content_path=content_path,
            content_path_hash=ReferenceIndex._get_content_path_hash(content_path),
        )
