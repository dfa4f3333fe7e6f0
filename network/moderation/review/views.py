"""The review desk, the read-only view of a revision, and the lists of what waits."""

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

from ..checklist import items_for
from ..models import Action
from ..revisions import revisions_of
from ..selectors import EditorialCase, case_of
from .access import may_reach_desk
from .deciding import Posted, decide
from .desk import CaseDetails
from .forms import DecisionForm, PostedMove
from .refusing import REFUSED, explain
from .sheets import DecisionSheet, sheets_of
from .wording import SUCCESS_MESSAGES


class CaseMixin(View):
    """A view of one page on its way; 404 where it is not this person's to see."""

    request: AdminRequest

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse as if the page did not exist: behind the guard, this asks once more."""
        if not may_reach_desk(request, kwargs["page_id"]):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def find_case(self, page_id: int) -> EditorialCase:
        """Return the page as this person finds it; 404 for one nobody has written anything in."""
        case = case_of(page_id=page_id, user=self.request.user, now=self.now)
        if case is None:
            raise Http404
        return case


class CaseForm(CaseMixin, ServiceForm):
    """A form about one page as the person finds it, below the page's desk."""

    request: AdminRequest
    case: EditorialCase

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.case = self.find_case(kwargs["page_id"])
        self.above = [(self.address_above(), self.case.page.draft_title)]
        return super().dispatch(request, *args, **kwargs)

    def address_above(self) -> str:
        """Return where the way back to the page leads."""
        return reverse("moderation:desk", args=[self.case.page.pk])

    def get_page_subtitle(self) -> str:
        return self.case.page.draft_title


@method_decorator(never_cache, name="dispatch")
class DeskView(CaseMixin, WagtailAdminTemplateMixin, TemplateView):
    """Read a page, and decide on it."""

    request: AdminRequest
    template_name = "moderation/review/desk.html"
    page_title = gettext_lazy("Review desk")
    header_icon = "tasks"
    form: DecisionForm | None = None
    # What was refused, in a sentence.
    refusal = ""

    def get(self, request: HttpRequest, page_id: int, status: int = 200) -> HttpResponse:
        self.desk = CaseDetails(self.find_case(page_id), self.request, self.now)
        return self.render_to_response(self.get_context_data(), status=status)

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        """Decide, or say on the same screen why not, with what was typed."""
        page = get_object_or_404(Page, pk=page_id)
        items = items_for(page=page, day=timezone.localdate(self.now))
        self.form = DecisionForm(request.POST, items=items)
        if not self.form.is_valid():
            return self.refuse(_("The form is not complete. Nothing was decided."), 200)
        try:
            decision = decide(
                PostedMove(self.form.cleaned_data["move"]), self._posted(page_id, self.form)
            )
        except (*REFUSED, ValidationError) as refused:
            return self.refuse(*explain(refused, self.form))
        messages.success(
            request, SUCCESS_MESSAGES[Action(decision.deed)] % {"title": decision.page_title}
        )
        return redirect("wagtailadmin_home")

    def refuse(self, refusal: str, status: int) -> HttpResponse:
        """Show the desk again with what was typed and why nothing was done."""
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
        )

    def get_page_subtitle(self) -> str:
        return self.desk.case.page.draft_title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        own = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*super().get_breadcrumbs_items(), own]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sheets = [(sheet, self._form_of(sheet)) for sheet in sheets_of(self.desk)]
        shown = self.form in [form for _sheet, form in sheets]
        return super().get_context_data(**kwargs) | {
            "desk": self.desk,
            # Asked here: a template shows nothing for a property that raises.
            "comparisons": self.desk.comparisons,
            "numbers": self.desk.numbers,
            "competence_warning": self.desk.competence_warning,
            "sheets": sheets,
            "refusal": self.refusal,
            # What was typed into a form that is no longer offered.
            "kept": "" if shown or self.form is None else self.form.data.get("comment", ""),
        }

    def _form_of(self, sheet: DecisionSheet) -> DecisionForm:
        told: dict[str, Any] = {"auto_id": f"{sheet.key}-%s"}
        if sheet.with_checklist:
            told |= {"items": self.desk.checklist, "earlier": self.desk.earlier(sheet.owed)}
        if self.form is not None and self.form.data.get("move") in [
            button.choice for button in sheet.buttons
        ]:
            self.form.auto_id = told["auto_id"]
            self.form.earlier = told.get("earlier", self.form.earlier)
            return self.form
        return DecisionForm(**told)


@method_decorator([never_cache, frameable], name="dispatch")
class RevisionView(CaseMixin, View):
    """A revision as citizens would see it, to be read and nothing else."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, page_id: int, revision_id: int = 0) -> HttpResponse:
        """Show the newest revision, or the one that a line of the log speaks of."""
        case = self.find_case(page_id)
        revision = case.revision
        if revision_id:
            revision = get_object_or_404(revisions_of(page_id), pk=revision_id)
        page: Any = revision.as_object()
        # As in the editor's preview panel: links open outside the frame.
        return page.make_preview_request(
            request, extra_request_attrs={"in_preview_panel": True, "is_editing": False}
        )
