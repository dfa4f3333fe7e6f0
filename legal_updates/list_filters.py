"""Filters of the admin lists of documents and bodies."""

from typing import Any

from django.db.models import Exists, Model, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.core.listing import ChoiceFilter
from network.core.sorting import SortKey

from .models import DocumentTopic, DocumentType, IssuingBody, LegalDocument, Topic
from .models.choices import BodyLevel, Validity

NO_TOPIC, NO_BODY = "-", "-"
TO_CONFIRM, CONFIRMED = "to_confirm", "confirmed"


class DocumentTypeFilter(ChoiceFilter):
    """Filter by document type."""

    title = gettext_lazy("kind of document")
    parameter_name = "kind"
    any_label = gettext_lazy("All kinds")

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        """Return the document types by rank. One query."""
        return list(DocumentType.objects.values_list("key", "label"))

    def narrow(self, queryset: QuerySet, chosen: str) -> QuerySet:
        """Return the documents of this type."""
        # By id, because the search index does not contain the keys of types.
        return queryset.filter(type_id=DocumentType.objects.get(key=chosen).pk)


class IssuerFilter(ChoiceFilter):
    """Filter by issuing body."""

    title = gettext_lazy("issuing body")
    parameter_name = "issuer"
    any_label = gettext_lazy("All bodies")

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        """Return the bodies with documents in the register, after an option for "no body"."""
        issued = LegalDocument.objects.filter(issuer=OuterRef("pk"))
        named = IssuingBody.objects.filter(Exists(issued)).order_by(SortKey("name"))
        bodies = named.values_list("pk", "name")
        return [(NO_BODY, _("Not told")), *((str(pk), name) for pk, name in bodies)]

    def narrow(self, queryset: QuerySet, chosen: str) -> QuerySet:
        """Return the documents of this body, or those without one."""
        if chosen == NO_BODY:
            return queryset.filter(issuer_id__isnull=True)
        return queryset.filter(issuer_id=chosen)


class BodyLevelFilter(ChoiceFilter):
    """Filter by level of the body."""

    title = gettext_lazy("level")
    parameter_name = "level"
    any_label = gettext_lazy("All levels")

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        """Return the three levels."""
        return [choice for choice in BodyLevel.choices if choice[0] != BodyLevel.ANY]

    def narrow(self, queryset: QuerySet, chosen: str) -> QuerySet:
        """Return the rows of this level."""
        return queryset.filter(level=chosen)


class ValidityFilter(ChoiceFilter):
    """Filter by recorded legal status."""

    title = gettext_lazy("validity")
    parameter_name = "validity"
    any_label = gettext_lazy("Any validity")

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        """Return the legal states."""
        return Validity.choices

    def narrow(self, queryset: QuerySet, chosen: str) -> QuerySet:
        """Return the documents with this recorded status."""
        return queryset.filter(validity=chosen)


class StandingFilter(ChoiceFilter):
    """Filter by whether a person has confirmed the record."""

    title = gettext_lazy("record")
    parameter_name = "standing"
    any_label = gettext_lazy("All records")

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        """Return the two options."""
        return [(TO_CONFIRM, _("To be checked")), (CONFIRMED, _("Confirmed"))]

    def narrow(self, queryset: QuerySet, chosen: str) -> QuerySet:
        """Return the unconfirmed, or the confirmed, records."""
        return queryset.filter(confirmed_at__isnull=chosen == TO_CONFIRM)


class TopicFilter(ChoiceFilter):
    """Filter by topic. `through` is the model that links topics to the rows."""

    title = gettext_lazy("topic")
    parameter_name = "topic"
    any_label = gettext_lazy("All topics")
    through: type[Model] = DocumentTopic

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        """Return all topics by name, after an option for "no topic". One query."""
        topics = Topic.objects.order_by(SortKey("name")).values_list("slug", "name")
        return [(NO_TOPIC, _("Without a topic")), *topics]

    def narrow(self, queryset: QuerySet, chosen: str) -> QuerySet:
        """Return the rows with this topic, or without any."""
        given = self.through._default_manager.values("content_object_id")
        if chosen == NO_TOPIC:
            return queryset.exclude(pk__in=given)
        return queryset.filter(pk__in=given.filter(tag__slug=chosen))
