"""The filters of the lists of documents and bodies."""

from typing import Any

from django.db.models import Exists, Model, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.core.listing import ChoiceFilter
from network.core.sorting import SortKey

from .choices import BodyLevel, Validity
from .models import DocumentTopic, DocumentType, IssuingBody, LegalDocument, Topic

NO_TOPIC, NO_BODY = "-", "-"
TO_CONFIRM, CONFIRMED = "to_confirm", "confirmed"


class DocumentTypeFilter(ChoiceFilter):
    """By the kind of document."""

    title = gettext_lazy("kind of document")
    parameter_name = "kind"
    any_label = gettext_lazy("All kinds")

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        """Return the kinds by rank; one query."""
        return list(DocumentType.objects.values_list("key", "label"))

    def narrow(self, queryset: QuerySet, chosen: str) -> QuerySet:
        """Return the documents of that kind."""
        # By id: the search index knows no keys of kinds.
        return queryset.filter(type_id=DocumentType.objects.get(key=chosen).pk)


class IssuerFilter(ChoiceFilter):
    """By the issuing body."""

    title = gettext_lazy("issuing body")
    parameter_name = "issuer"
    any_label = gettext_lazy("All bodies")

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        """Return the bodies that issued something here, and before them the lack of one."""
        issued = LegalDocument.objects.filter(issuer=OuterRef("pk"))
        named = IssuingBody.objects.filter(Exists(issued)).order_by(SortKey("name"))
        bodies = named.values_list("pk", "name")
        return [(NO_BODY, _("Not told")), *((str(pk), name) for pk, name in bodies)]

    def narrow(self, queryset: QuerySet, chosen: str) -> QuerySet:
        """Return the documents of that body."""
        if chosen == NO_BODY:
            return queryset.filter(issuer_id__isnull=True)
        return queryset.filter(issuer_id=chosen)


class BodyLevelFilter(ChoiceFilter):
    """By the level of the body."""

    title = gettext_lazy("level")
    parameter_name = "level"
    any_label = gettext_lazy("All levels")

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        """Return the three levels."""
        return [choice for choice in BodyLevel.choices if choice[0] != BodyLevel.ANY]

    def narrow(self, queryset: QuerySet, chosen: str) -> QuerySet:
        """Return the rows of that level."""
        return queryset.filter(level=chosen)


class ValidityFilter(ChoiceFilter):
    """By what is said of the validity."""

    title = gettext_lazy("validity")
    parameter_name = "validity"
    any_label = gettext_lazy("Any validity")

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        """Return the states."""
        return Validity.choices

    def narrow(self, queryset: QuerySet, chosen: str) -> QuerySet:
        """Return the documents of that state."""
        return queryset.filter(validity=chosen)


class StandingFilter(ChoiceFilter):
    """By whether a person has checked the record."""

    title = gettext_lazy("record")
    parameter_name = "standing"
    any_label = gettext_lazy("All records")

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        """Return both."""
        return [(TO_CONFIRM, _("To be checked")), (CONFIRMED, _("Confirmed"))]

    def narrow(self, queryset: QuerySet, chosen: str) -> QuerySet:
        """Return the records that wait for a person, or that one has confirmed."""
        return queryset.filter(confirmed_at__isnull=chosen == TO_CONFIRM)


class TopicFilter(ChoiceFilter):
    """By topic; `through` is the table that gives topics to the rows of the list."""

    title = gettext_lazy("topic")
    parameter_name = "topic"
    any_label = gettext_lazy("All topics")
    through: type[Model] = DocumentTopic

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        """Return all topics by name, and before them the lack of any; one query."""
        topics = Topic.objects.order_by(SortKey("name")).values_list("slug", "name")
        return [(NO_TOPIC, _("Without a topic")), *topics]

    def narrow(self, queryset: QuerySet, chosen: str) -> QuerySet:
        """Return the rows with that topic, or without any."""
        given = self.through._default_manager.values("content_object_id")
        if chosen == NO_TOPIC:
            return queryset.exclude(pk__in=given)
        return queryset.filter(pk__in=given.filter(tag__slug=chosen))
