"""The register in the admin: lists, columns and permissions."""

from typing import Any

from django.contrib.admin import display
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, re_path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail_modeladmin.helpers.search import BaseSearchHandler
from wagtail_modeladmin.options import ModelAdminGroup

from network.core.listing import (
    FoldedSearchHandler,
    InspectButtons,
    ListAdmin,
    ViewPermissionHelper,
)

from ..finding import documents_found
from ..list_filters import (
    BodyLevelFilter,
    DocumentTypeFilter,
    IssuerFilter,
    StandingFilter,
    TopicFilter,
    ValidityFilter,
)
from ..models import DocumentType, IssuingBody, LegalDocument, RelationType, Topic
from ..wording import confirmation_label, day_of, validity_badge
from . import views
from .register_forms import SUMMARY_LINES, DocumentForm, IssuingBodyForm, body_label


class NumberSearchHandler(BaseSearchHandler):
    """Search of the document list; parses numbers and words as the public list does."""

    def search_queryset(self, queryset: Any, search_term: str, **options: Any) -> Any:
        """Return the matching rows in the standard order, or by the chosen column."""
        found = documents_found(queryset, search_term, day=timezone.localdate())
        return found.order_by(*queryset.query.order_by) if options["preserve_order"] else found

    @property
    def show_search_form(self) -> bool:
        return True


class DocumentPermissionHelper(ViewPermissionHelper):
    """Confirmed records, and records with changes, cannot be deleted."""

    def user_can_delete_obj(self, user: Any, obj: LegalDocument) -> bool:
        """Return whether the user may delete this record."""
        may: bool = super().user_can_delete_obj(user, obj)
        return may and obj.confirmed_at is None and not obj.changes.exists()


class NoDeletePermissionHelper(ViewPermissionHelper):
    """Rows that documents depend on: they can be changed but not deleted."""

    def user_can_delete_obj(self, user: Any, obj: Any) -> bool:
        """Return False."""
        return False


class ClosedListPermissionHelper(NoDeletePermissionHelper):
    """Rows of a closed list: nothing can be added either."""

    def user_can_create(self, user: Any) -> bool:
        """Return False."""
        return False


class ReadOnlyPermissionHelper(ClosedListPermissionHelper):
    """Read-only rows, changed by migrations only."""

    def user_can_edit_obj(self, user: Any, obj: Any) -> bool:
        """Return False."""
        return False


class LegalDocumentAdmin(ListAdmin):
    """Admin list of documents."""

    model = LegalDocument
    menu_icon = "doc-full"
    permission_helper_class = DocumentPermissionHelper
    button_helper_class = InspectButtons
    search_handler_class = NumberSearchHandler
    index_template_name = "legal_updates/admin/documents.html"
    create_view_class = views.DocumentCreateView
    edit_view_class = views.DocumentEditView
    inspect_view_class = views.DocumentView
    inspect_template_name = "legal_updates/admin/document.html"
    index_view_extra_css = ("core/admin_lists.css", "legal_updates/admin.css")
    inspect_view_extra_css = ("core/admin_lists.css", "legal_updates/admin.css")
    form_view_extra_css = ("core/admin_lists.css", "legal_updates/admin.css")
    form_view_extra_js = ("legal_updates/number.js",)
    create_template_name = "legal_updates/admin/document_create.html"
    edit_template_name = "legal_updates/admin/document_edit.html"
    list_display = ("name", "title", "body", "issued", "state")
    list_display_add_buttons = "name"
    list_filter = (
        StandingFilter,
        DocumentTypeFilter,
        IssuerFilter,
        BodyLevelFilter,
        ValidityFilter,
        TopicFilter,
    )
    ordering = ("-issued_on", "-id")
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel(
                        "number",
                        help_text=_("As the document writes it, for example 100/2019/NĐ-CP."),
                    ),
                    FieldPanel(
                        "type", help_text=_("Choose it only where the number does not tell.")
                    ),
                    FieldPanel(
                        "issuer",
                        help_text=_("Choose it only where the number does not tell."),
                    ),
                    FieldPanel("issued_on"),
                    FieldPanel("title"),
                ],
                heading=_("Which document it is"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("usual_name"),
                    FieldPanel("purpose"),
                    *map(FieldPanel, SUMMARY_LINES),
                    FieldRowPanel(
                        [
                            FieldPanel(
                                "summary_by",
                                help_text=_("The agency that answers for these four lines."),
                            ),
                            FieldPanel("summary_on"),
                        ]
                    ),
                ],
                heading=_("In plain words"),
                help_text=_(
                    "Citizens read this first. Only what a person has written and checked against"
                    " the official text; leave it empty otherwise."
                ),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel(
                        [
                            FieldPanel(
                                "effective_on",
                                help_text=_("The first day on which the document applies."),
                            ),
                            FieldPanel("expires_on"),
                        ]
                    ),
                    FieldPanel("separate_effect"),
                ],
                heading=_("Its days"),
            ),
            MultiFieldPanel(
                [FieldPanel("official_url"), FieldPanel("new_file"), FieldPanel("drop_files")],
                heading=_("Its text"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel(
                        "scope",
                        help_text=_(
                            "Where it applies: in the whole country, or in the province it names."
                        ),
                    ),
                    FieldPanel("topics"),
                ],
                heading=_("Whom and what it is about"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("signer"), FieldPanel("signer_position")]),
                    FieldRowPanel(
                        [
                            FieldPanel("gazette_on"),
                            FieldPanel(
                                "gazette_number",
                                help_text=_("Of the Official Gazette that printed the document."),
                            ),
                        ]
                    ),
                ],
                heading=_("Signature and gazette"),
            ),
        ],
        base_form_class=DocumentForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Load related objects that the rows show."""
        return super().get_queryset(request).select_related("type", "issuer", "confirmed_by")

    def get_admin_urls_for_registration(self) -> tuple[URLPattern, ...]:
        """Add the URLs for confirming, status, relations and duplicates."""
        helper = self.url_helper
        of_one = {"confirm": views.confirm, "validity": views.set_validity, "relate": views.relate}
        own = [
            re_path(
                helper.get_action_url_pattern(action),
                view,
                name=helper.get_action_url_name(action),
            )
            for action, view in of_one.items()
        ]
        base = helper.base_url_path
        relation = rf"^{base}/relation/(?P<relation_pk>[0-9]{{1,18}})/$"
        names = {action: helper.get_action_url_name(action) for action in ("relation", "numbers")}
        own.append(re_path(relation, views.change_relation, name=names["relation"]))
        own.append(re_path(rf"^{base}/numbers/$", views.duplicates, name=names["numbers"]))
        return (*super().get_admin_urls_for_registration(), *own)

    @display(description=_("number and symbol"), ordering="number_key")
    def name(self, document: LegalDocument) -> str:
        """Return type and number."""
        return str(document)

    @display(description=_("issuing body"))
    def body(self, document: LegalDocument) -> str:
        """Return the issuing body."""
        return document.issuer.name if document.issuer else "–"

    @display(description=_("date of issue"), ordering="issued_on")
    def issued(self, document: LegalDocument) -> SafeString:
        """Return the date of issue, with the effective date below it."""
        effective = document.effective_on
        since = gettext("In force from %s") % day_of(effective) if effective else ""
        return format_html("{}<small>{}</small>", day_of(document.issued_on), since)

    @display(description=_("validity"))
    def state(self, document: LegalDocument) -> SafeString:
        """Return the recorded status, and whether the record is confirmed."""
        return format_html(
            "{}<div>{}</div>", validity_badge(document), confirmation_label(document)
        )


class RegisterAdmin(ListAdmin):
    """Base of the other lists of the register. `actions` are the views it offers."""

    search_handler_class = FoldedSearchHandler
    inspect_view_enabled = False
    actions: tuple[str, ...] = ("index",)

    def get_admin_urls_for_registration(self) -> tuple[URLPattern, ...]:
        """Return only the URLs of its `actions`."""
        names = {self.url_helper.get_action_url_name(action) for action in self.actions}
        urls = super().get_admin_urls_for_registration()
        return tuple(each for each in urls if each.name in names)


class IssuingBodyAdmin(RegisterAdmin):
    """Admin list of issuing bodies, with lifetime and successors."""

    model = IssuingBody
    menu_icon = "group"
    create_view_class = views.BodyCreateView
    permission_helper_class = NoDeletePermissionHelper
    actions = ("index", "create", "edit", "history")
    search_fields = ("name", "abbreviation", "key")
    list_display = ("label", "abbreviation", "level", "successor_names")
    list_filter = (BodyLevelFilter,)
    ordering = ("name", "valid_from")
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldRowPanel(
                [
                    FieldPanel(
                        "abbreviation",
                        help_text=_("As numbers of documents carry it, for example TTg or BTP."),
                    ),
                    FieldPanel("level"),
                ]
            ),
            FieldPanel("other_names"),
            FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
            FieldPanel(
                "successors",
                help_text=_("Who took over its work."),
            ),
        ],
        base_form_class=IssuingBodyForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Load the successors that the rows show."""
        return super().get_queryset(request).prefetch_related("successors")

    @display(description=_("name"), ordering="name")
    def label(self, body: IssuingBody) -> str:
        """Return the name, with start or end date if any."""
        return body_label(body)

    @display(description=_("successors"))
    def successor_names(self, body: IssuingBody) -> str:
        """Return the names of the successors."""
        return ", ".join(body_label(each) for each in body.successors.all()) or "–"


class DocumentTypeAdmin(RegisterAdmin):
    """Admin list of document types. Their rank can be corrected."""

    model = DocumentType
    menu_icon = "list-ol"
    permission_helper_class = ClosedListPermissionHelper
    actions = ("index", "edit", "history")
    search_fields = ("label", "abbreviation")
    list_display = ("label", "abbreviation", "level", "rank", "is_normative")
    ordering = ("rank", "label")
    edit_handler = ObjectList(
        [
            FieldPanel("label"),
            FieldRowPanel(
                [
                    FieldPanel(
                        "abbreviation",
                        help_text=_("As numbers of documents carry it, for example TTg or BTP."),
                    ),
                    FieldPanel("rank"),
                ]
            ),
            FieldPanel(
                "normative",
                help_text=_("Ticked for what the law calls a legal normative document."),
            ),
        ]
    )

    @display(description=_("normative"), ordering="normative")
    def is_normative(self, kind: DocumentType) -> str:
        """Return "Yes" or "No", because modeladmin would show an icon of Django's admin."""
        return gettext("Yes") if kind.normative else gettext("No")


class RelationTypeAdmin(RegisterAdmin):
    """Read-only admin list of relation types."""

    model = RelationType
    menu_icon = "link"
    permission_helper_class = ReadOnlyPermissionHelper
    history_view_enabled = False
    search_fields = ("label_active", "label_passive")
    list_display = ("label_active", "label_passive", "effect")
    ordering = ("order",)


class TopicAdmin(RegisterAdmin):
    """Read-only admin list of topics, in official order."""

    model = Topic
    menu_icon = "tag"
    permission_helper_class = ReadOnlyPermissionHelper
    history_view_enabled = False
    search_fields = ("name", "slug")
    list_display = ("subject", "address")
    ordering = ("order", "name")
    menu_label = _("Topics")

    @display(description=_("topic"))
    def subject(self, topic: Topic) -> str:
        """Return the name; taggit's own label is not translated."""
        return topic.name

    @display(description=_("address"))
    def address(self, topic: Topic) -> SafeString:
        """Return the slug."""
        return format_html("{}", topic.slug)


class LegalGroup(ModelAdminGroup):
    """Menu group of the register."""

    menu_label = _("Legal documents")
    menu_icon = "doc-full"
    menu_order = 255
    items = (
        LegalDocumentAdmin,
        IssuingBodyAdmin,
        DocumentTypeAdmin,
        RelationTypeAdmin,
        TopicAdmin,
    )
