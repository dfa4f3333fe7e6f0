"""Screens of the import from Word, for a new article and for an existing draft."""

from typing import Any, cast

from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from network.agencies.models import Agency
from network.agencies.requests import AdminRequest
from network.media.viewing.results import FileRefused
from network.media.viewing.wording import refusal_text
from network.media.word_import.manuscript import BlockKind
from network.media.word_import.services import ReadManuscript, read_manuscript

from ..models import ArticlePage, ShortTextPage
from .forms import EntryForms, Owner, Position, WordFileForm
from .preview import WordPreview
from .services import PictureTaken, WordEntry, begin_draft, enter_draft, own_source

# Sent with a request that previews, and with one that puts the text into the article.
_STEP, _LOOK, _ENTER = "step", "look", "enter"
_UNPROCESSABLE = 422


def _has_body(model: type) -> bool:
    """Return whether pages of this type have a body that people write."""
    return issubclass(model, ArticlePage) and not issubclass(model, ShortTextPage)


class WordImportView(WagtailAdminTemplateMixin, TemplateView):
    """Takes a file or a paste. Its POSTs come from `word_import.js`, which keeps the file."""

    request: AdminRequest
    template_name = "agency_sites/word_import/screen.html"
    page_title = gettext_lazy("Import from Word")
    header_icon = "doc-full-inverse"
    is_new: bool

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return the preview of the file as HTML, or the address of the article it entered."""
        self.now = timezone.now()
        form = WordFileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._refused(str(form.errors["file"][0]))
        upload = form.cleaned_data["file"]
        try:
            read = read_manuscript(upload.read(), "docx" if upload.name.endswith("x") else "html")
        except FileRefused as refused:
            return self._refused(refusal_text(refused.refusal, refused.found))
        self.file_name = "" if upload.name.endswith(".html") else upload.name[:120]
        self.size = upload.size
        entering = request.POST.get(_STEP) == _ENTER
        forms = self._forms(read, request.POST if entering else None)
        if entering and forms.is_valid():
            return self._enter(read, forms)
        return self._preview(read, forms, entering=entering)

    def _refused(self, why: str) -> HttpResponse:
        context = {"why": why}
        template = "agency_sites/word_import/refused.html"
        return render(self.request, template, context, status=_UNPROCESSABLE)

    def _forms(self, read: ReadManuscript, data: Any) -> EntryForms:
        alts: dict[str, str] = {}
        for block in read.manuscript.blocks:
            if block.kind == BlockKind.PICTURE and block.picture in read.pictures:
                # A picture that is used twice is described once.
                alts[block.picture] = alts.get(block.picture) or block.text
        title = read.manuscript.title
        return EntryForms(data, title=title, alts=alts, is_new=self.is_new)

    def _preview(self, read: ReadManuscript, forms: EntryForms, *, entering: bool) -> HttpResponse:
        preview = WordPreview(read, forms, ticked=self._ticked)
        context = {
            "preview": preview,
            "file_name": self.file_name,
            "size": self.size,
            "now": self.now,
            "is_new": self.is_new,
            "revision": self.revision_id or "",
            "agency": self.agency,
        }
        template = "agency_sites/word_import/preview.html"
        status = _UNPROCESSABLE if entering else 200
        return render(self.request, template, context, status=status)

    @property
    def _ticked(self) -> frozenset[int]:
        """Return the indexes of the text boxes to take in."""
        return frozenset(int(box) for box in self.request.POST.getlist("box") if box.isdecimal())

    def _enter(self, read: ReadManuscript, forms: EntryForms) -> HttpResponse:
        boxes = frozenset(
            at
            for at, block in enumerate(read.manuscript.blocks)
            if block.kind == BlockKind.BOX and at in self._ticked
        )
        entry = WordEntry(read, self.file_name, self._pictures(forms), boxes)
        try:
            page = self.enter(entry, forms)
        except ValidationError as error:
            forms.entry.add_error(None, error)
            return self._preview(read, forms, entering=True)
        return JsonResponse({"url": reverse("wagtailadmin_pages:edit", args=[page.pk])})

    def _pictures(self, forms: EntryForms) -> list[PictureTaken]:
        """Return the pictures that enter the article, each with its source."""
        taken = []
        for picture in forms.pictures:
            owner = forms.owner_of(picture)
            if owner == Owner.NONE:
                continue
            own = own_source(self.agency, self.request.user, self.now)
            source = own if owner == Owner.OWN else forms.source_of(picture)
            taken.append(PictureTaken(picture.name, picture.form.cleaned_data["alt_text"], source))
        return taken

    def enter(self, entry: WordEntry, forms: EntryForms) -> ArticlePage:
        """Put the manuscript into an article. Raises ValidationError."""
        raise NotImplementedError

    @property
    def agency(self) -> Agency:
        """Return the agency whose article and pictures they become."""
        raise NotImplementedError

    @property
    def revision_id(self) -> int | None:
        """Return the id of the article's newest revision, None for a new article."""
        return None

    @property
    def above(self) -> tuple[str, str]:
        """Return address and title of the screen above this one."""
        raise NotImplementedError

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        url, label = self.above
        own = {"url": "", "label": self.get_page_title()}
        return [*super().get_breadcrumbs_items(), {"url": url, "label": label}, own]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"form": WordFileForm(), "is_new": self.is_new}


class IntoPageView(WordImportView):
    """Imports into an existing draft: at its end, or in place of its text."""

    is_new = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Load the article. Raises Http404 for another kind of page; refuses a locked one."""
        self.page = get_object_or_404(ArticlePage, pk=kwargs["page_id"]).specific
        if not _has_body(type(self.page)):
            raise Http404
        if not self.page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        lock = self.page.get_lock()
        if lock is not None and lock.for_user(request.user):
            messages.error(request, lock.get_message(request.user))
            return redirect("wagtailadmin_pages:edit", self.page.pk)
        return super().dispatch(request, *args, **kwargs)

    @property
    def above(self) -> tuple[str, str]:
        title = cast(str, self.page.get_admin_display_title())
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk]), title

    @property
    def agency(self) -> Agency:
        return cast(Agency, self.page.agency_home.agency)

    @property
    def revision_id(self) -> int | None:
        return cast("int | None", self.page.latest_revision_id)

    def enter(self, entry: WordEntry, forms: EntryForms) -> ArticlePage:
        """Add the text, and offer to take all of it out again."""
        known = self.request.POST.get("revision", "")
        before = int(known) if known.isdecimal() else None
        page = enter_draft(
            page_id=self.page.pk,
            entry=entry,
            replace=forms.entry.cleaned_data["position"] == Position.REPLACE,
            revision_id=before,
            user=self.request.user,
        )
        buttons = []
        if before:
            undo = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, before])
            buttons = [messages.button(undo, _("Undo"))]
        messages.success(self.request, _("The text is in the article, as a draft."), buttons)
        return page


class NewPageView(WordImportView):
    """Imports into a new article below a place of the section."""

    is_new = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Load place and page type. Raises Http404 for another kind of page."""
        names = kwargs["content_type_app_name"], kwargs["content_type_model_name"]
        try:
            self.model = apps.get_model(*names)
        except LookupError as error:
            raise Http404 from error
        self.parent = get_object_or_404(Page, pk=kwargs["parent_page_id"]).specific
        if not _has_body(self.model) or not self.model.can_create_at(self.parent):
            raise Http404
        if not self.parent.permissions_for_user(request.user).can_add_subpage():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def above(self) -> tuple[str, str]:
        title = cast(str, self.parent.get_admin_display_title())
        return reverse("wagtailadmin_explore", args=[self.parent.pk]), title

    @property
    def agency(self) -> Agency:
        return cast(Agency, self.parent.agency_home.agency)

    def enter(self, entry: WordEntry, forms: EntryForms) -> ArticlePage:
        page = begin_draft(
            parent=self.parent,
            model=self.model,
            title=forms.entry.cleaned_data["title"],
            entry=entry,
            agency=self.agency,
            user=self.request.user,
            now=self.now,
        )
        messages.success(self.request, _("The draft is made from the file."))
        return page
