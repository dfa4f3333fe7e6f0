"""Find the objects that a submitted form refers to, including its child forms."""

import logging
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Model
from django.forms import BaseForm, BoundField, ModelChoiceField
from django.http import Http404

from network.core.keys import parse_key

from .references import Names, group_keys

logger = logging.getLogger(__name__)
# What Django and Wagtail raise for posted values that no editor sends: text instead of a number, a
# list instead of a text, invalid JSON, a row without its key.
UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, OverflowError, ValidationError)


def posted_names(form: BaseForm) -> Names:
    """Return the primary keys of all objects the submitted `form` refers to, by model.

    Read before validation, because an invalid form is shown again with everything typed. Raises
    Http404 for unreadable values.
    """
    try:
        return group_keys(
            (model, _readable(model, key))
            for one in _forms_of(form)
            for name, field in one.fields.items()
            # A new bound field, because the form's own would cache the current help text.
            for model, key in _named_in(one, field.get_bound_field(one, name))
        )
    except UNREADABLE as error:
        # No editor sends this; the log entry helps if one of our blocks is at fault.
        logger.warning("a form that came in could not be read", exc_info=True)
        raise Http404 from error


def _forms_of(form: BaseForm) -> Iterator[BaseForm]:
    yield form
    for rows in getattr(form, "formsets", {}).values():
        for row in rows.forms:
            yield from _forms_of(row)


def _named_in(form: BaseForm, bound: BoundField) -> Iterator[tuple[type[Model] | None, Any]]:
    field, posted = bound.field, bound.data
    if isinstance(field, ModelChoiceField):
        offered: Any = field.queryset
        keys = posted if isinstance(posted, list | tuple) else [posted]
        yield from ((offered.model, key) for key in keys if key not in field.empty_values)
    elif posted:
        for model, key, _model_path, _path in _references(form, bound.name, posted):
            yield model, key


def _references(form: Any, name: str, posted: Any) -> Iterator[tuple[type[Model], Any, str, str]]:
    """Yield references in StreamField blocks and rich text, as extracted by the model field."""
    try:
        field = form._meta.model._meta.get_field(name)
    except (FieldDoesNotExist, AttributeError):
        return
    if hasattr(field, "extract_references"):
        yield from field.extract_references(posted)


def _readable(model: type[Model] | None, value: Any) -> Any:
    key = parse_key(model, value) if model else None
    if key is None:
        raise ValueError(value)
    return key
