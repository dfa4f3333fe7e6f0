"""The register in the admin: what its lists show, and to whom."""

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

from . import views
from .finding import documents_found
from .list_filters import (
    BodyLevelFilter,
    DocumentTypeFilter,
    IssuerFilter,
    StandingFilter,
    TopicFilter,
    ValidityFilter,
)
from .models import DocumentType, IssuingBody, LegalDocument, RelationType, Topic
from .register_forms import DocumentForm, IssuingBodyForm, body_label
from .wording import confirmation_label, day_of, validity_badge


class NumberSearchHandler(BaseSearchHandler):
    """Search box of the documents' list: reads numbers and words as the public list does."""

    def search_queryset(self, queryset: Any, search_term: str, **options: Any) -> Any:
        """Return the rows that the words find, ordered as every list unless a column is chosen."""
        found = documents_found(queryset, search_term, day=timezone.localdate())
        return found.order_by(*queryset.query.order_by) if options["preserve_order"] else found

    @property
    def show_search_form(self) -> bool:
        return True


class DocumentPermissionHelper(ViewPermissionHelper):
    """A record that a person confirmed, or that has a history, is never deleted."""

    def user_can_delete_obj(self, user: Any, obj: LegalDocument) -> bool:
        """Return whether the person may delete, and the record may go."""
        may: bool = super().user_can_delete_obj(user, obj)
        return may and obj.confirmed_at is None and not obj.changes.exists()


class NoDeletePermissionHelper(ViewPermissionHelper):
    """Rows that documents stand on: changed, never deleted here; a list shows all of them."""

    def user_can_delete_obj(self, user: Any, obj: Any) -> bool:
        """Refuse."""
        return False


class ClosedListPermissionHelper(NoDeletePermissionHelper):
    """Rows of a closed list: nobody adds any here."""

    def user_can_create(self, user: Any) -> bool:
        """Refuse."""
        return False


class ReadOnlyPermissionHelper(ClosedListPermissionHelper):
    """Rows to look up, changed by migrations alone."""

    def user_can_edit_obj(self, user: Any, obj: Any) -> bool:
        """Refuse."""
        return False


class LegalDocumentAdmin(ListAdmin):
    """The network's documents."""

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
        """Fetch along what a row shows."""
        return super().get_queryset(request).select_related("type", "issuer", "confirmed_by")

    def get_admin_urls_for_registration(self) -> tuple[URLPattern, ...]:
        """Add confirming, validity, relations, and the look for duplicates."""
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
        """Show kind and number."""
        return str(document)

    @display(description=_("issuing body"))
    def body(self, document: LegalDocument) -> str:
        """Show the issuing body."""
        return document.issuer.name if document.issuer else "–"

    @display(description=_("date of issue"), ordering="issued_on")
    def issued(self, document: LegalDocument) -> SafeString:
        """Show the day of issue, and the first day in force below it."""
        effective = document.effective_on
        since = gettext("In force from %s") % day_of(effective) if effective else ""
        return format_html("{}<small>{}</small>", day_of(document.issued_on), since)

    @display(description=_("validity"))
    def state(self, document: LegalDocument) -> SafeString:
        """Show what is said of the validity, and whether a person has checked the record."""
        return format_html(
            "{}<div>{}</div>", validity_badge(document), confirmation_label(document)
        )


class RegisterAdmin(ListAdmin):
    """A list beside the documents; `actions` are the screens it has."""

    search_handler_class = FoldedSearchHandler
    inspect_view_enabled = False
    actions: tuple[str, ...] = ("index",)

    def get_admin_urls_for_registration(self) -> tuple[URLPattern, ...]:
        """Offer nothing beyond its actions."""
        names = {self.url_helper.get_action_url_name(action) for action in self.actions}
        urls = super().get_admin_urls_for_registration()
        return tuple(each for each in urls if each.name in names)


class IssuingBodyAdmin(RegisterAdmin):
    """The bodies, with their time and their successors."""

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
        """Fetch along what a row shows."""
        return super().get_queryset(request).prefetch_related("successors")

    @display(description=_("name"), ordering="name")
    def label(self, body: IssuingBody) -> str:
        """Show the name, with its time where it has one."""
        return body_label(body)

    @display(description=_("successors"))
    def successor_names(self, body: IssuingBody) -> str:
        """Show what took its place."""
        return ", ".join(body_label(each) for each in body.successors.all()) or "–"


class DocumentTypeAdmin(RegisterAdmin):
    """The kinds of document; their rank is for a person to put right."""

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
        """Show it in words: modeladmin would show a picture of Django's own admin."""
        return gettext("Yes") if kind.normative else gettext("No")


class RelationTypeAdmin(RegisterAdmin):
    """The ways in which documents are related, to look up."""

    model = RelationType
    menu_icon = "link"
    permission_helper_class = ReadOnlyPermissionHelper
    history_view_enabled = False
    search_fields = ("label_active", "label_passive")
    list_display = ("label_active", "label_passive", "effect")
    ordering = ("order",)


class TopicAdmin(RegisterAdmin):
    """The subjects of the Code of norms, in its order."""

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
        """Show the name; taggit's own label is not translated."""
        return topic.name

    @display(description=_("address"))
    def address(self, topic: Topic) -> SafeString:
        """Show what the topic is called in addresses."""
        return format_html("{}", topic.slug)


class LegalGroup(ModelAdminGroup):
    """The menu entry of the register."""

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
