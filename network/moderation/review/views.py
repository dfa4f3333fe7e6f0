"""Views of the review desk and of single revisions."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page
from wagtail.utils.decorators import xframe_options_sameorigin_override as frameable

from network.agencies.people.service_forms import ServiceForm
from network.agencies.requests import AdminRequest
from network.agencies.scope import scope_now
from network.agencies.selectors import agency_of_page

from ..checklist import items_for, last_notes
from ..revisions import revisions_of
from ..selectors import EditorialCase, case_of
from .access import may_reach_desk
from .again import help_wanted, resubmission
from .deciding import Posted, decide
from .desk import CaseDetails
from .forms import DecisionForm, PostedMove
from .refusing import REFUSED, explain
from .sheets import DecisionSheet, sheets_of
from .wording import success_message


class CaseMixin(View):
    """Mixin for views of one page. Responds 404 if this person may not see the page."""

    request: AdminRequest

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Respond 404 if the user may not reach the desk. Repeats the check of the guard."""
        if not may_reach_desk(request, kwargs["page_id"]):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def find_case(self, page_id: int) -> EditorialCase:
        """Return the page's case for this person. 404 if the page has no revision or no agency."""
        case = case_of(page_id=page_id, user=self.request.user, now=self.now)
        if case is None:
            raise Http404
        return case


class CaseForm(CaseMixin, ServiceForm):
    """Base view of a form about one page, with a link back to its desk."""

    request: AdminRequest
    case: EditorialCase

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.case = self.find_case(kwargs["page_id"])
        self.above = [(self.address_above(), self.case.page.draft_title)]
        return super().dispatch(request, *args, **kwargs)

    def address_above(self) -> str:
        """Return the URL of the page's desk, for the link back."""
        return reverse("moderation:desk", args=[self.case.page.pk])

    def get_page_subtitle(self) -> str:
        return self.case.page.draft_title


@method_decorator(never_cache, name="dispatch")
class DeskView(CaseMixin, WagtailAdminTemplateMixin, TemplateView):
    """Show the review desk of a page and accept decisions."""

    request: AdminRequest
    template_name = "moderation/review/desk.html"
    page_title = gettext_lazy("Review desk")
    header_icon = "tasks"
    form: DecisionForm | None = None
    # Sentence that explains why the posted decision was refused.
    refusal = ""

    def get(self, request: HttpRequest, page_id: int, status: int = 200) -> HttpResponse:
        self.desk = CaseDetails(self.find_case(page_id), self.request, self.now)
        return self.render_to_response(self.get_context_data(), status=status)

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        """Execute the posted decision, or show the desk again with the reason and the typed
        input."""
        page = get_object_or_404(Page, pk=page_id)
        items = items_for(page=page, day=timezone.localdate(self.now))
        agency = agency_of_page(page)
        notes = last_notes(page=page, agency_id=agency.pk) if agency else {}
        self.form = DecisionForm(request.POST, items=items, notes=notes)
        if not self.form.is_valid():
            return self.refuse(_("The form is not complete. Nothing was decided."), 200)
        try:
            decision = decide(
                PostedMove(self.form.cleaned_data["move"]), self._posted(page_id, self.form)
            )
        except (*REFUSED, ValidationError) as refused:
            return self.refuse(*explain(refused, self.form))
        told = self.form.cleaned_data
        hour = told["publish_at"] if told["move"] == PostedMove.APPROVE_AT else None
        messages.success(request, success_message(decision, publish_at=hour))
        return redirect("wagtailadmin_home")

    def refuse(self, refusal: str, status: int) -> HttpResponse:
        """Show the desk with the typed input and the refusal, using `status`."""
        self.refusal = refusal
        return self.get(self.request, self.kwargs["page_id"], status=status)

    def _posted(self, page_id: int, form: DecisionForm) -> Posted:
        told = form.cleaned_data
        return Posted(
            page_id=page_id,
            user=self.request.user,
            seen=told["seen"],
            last=told["last"],
            owed=told["owed"],
            answers=form.answers(),
            comment=told["comment"],
            now=self.now,
            publish_at=told["publish_at"],
        )

    def get_page_subtitle(self) -> str:
        return self.desk.case.page.draft_title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        own = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*super().get_breadcrumbs_items(), own]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the desk, one form per decision, and the comment of a form that is no longer
        offered."""
        sheets = [(sheet, self._form_of(sheet)) for sheet in sheets_of(self.desk)]
        shown = self.form in [form for _sheet, form in sheets]
        return super().get_context_data(**kwargs) | {
            "desk": self.desk,
            # Evaluated here, because a template silently shows nothing if a property raises.
            "comparisons": self.desk.comparisons,
            "numbers": self.desk.numbers,
            "attachments": self.desk.attachments,
            "last_return": self.desk.last_return,
            "competence_warning": self.desk.competence_warning,
            "sheets": sheets,
            "resubmission": resubmission(self.desk.case, timezone.localdate(self.now)),
            "help_wanted": help_wanted(
                self.desk.case, scope_now(self.request), timezone.localdate(self.now)
            ),
            "refusal": self.refusal,
            # The comment typed into a form that is no longer offered.
            "kept": "" if shown or self.form is None else self.form.data.get("comment", ""),
        }

    def _form_of(self, sheet: DecisionSheet) -> DecisionForm:
        told: dict[str, Any] = {"auto_id": f"{sheet.key}-%s"}
        if sheet.with_checklist:
            told |= {"items": self.desk.checklist, "earlier": self.desk.earlier(sheet.owed)}
            told |= {"notes": self.desk.notes}
        if self.form is not None and sheet.offers(self.form.data.get("move", "")):
            self.form.auto_id = told["auto_id"]
            self.form.earlier = told.get("earlier", self.form.earlier)
            return self.form
        return DecisionForm(**told)


@method_decorator([never_cache, frameable], name="dispatch")
class RevisionView(CaseMixin, View):
    """Read-only view of a revision as citizens would see it."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, page_id: int, revision_id: int = 0) -> HttpResponse:
        """Show the newest revision, or the one with `revision_id`."""
        case = self.find_case(page_id)
        revision = case.revision
        if revision_id:
            revision = get_object_or_404(revisions_of(page_id), pk=revision_id)
        page: Any = revision.as_object()
        # Same attributes as Wagtail's preview panel, so that links open outside the frame.
        return page.make_preview_request(
            request, extra_request_attrs={"in_preview_panel": True, "is_editing": False}
        )
