"""What a form that came in names, in its child rows too, however the keys are spelled."""

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
# What Django and Wagtail raise for a posted value that no editor sends: text for a number, a list
# for a text, JSON that is none, a row without its key.
UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, OverflowError, ValidationError)


def posted_names(form: BaseForm) -> Names:
    """Return the primary keys of all that `form` names as it came in, by model.

    Read before anything is judged, since a form with a mistake is shown again with all that was
    typed in. Raises Http404 where a value cannot be read: it names nothing there is.
    """
    try:
        return group_keys(
            (model, _readable(model, key))
            for one in _forms_of(form)
            for name, field in one.fields.items()
            # Not the form's own, which keeps the help text it finds now.
            for model, key in _named_in(one, field.get_bound_field(one, name))
        )
    except UNREADABLE as error:
        # No editor sends it; should a block of ours be at fault, the log says where.
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
    """Yield what stands in blocks and in rich text: their model fields know."""
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
