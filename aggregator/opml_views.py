"""View for adding sources from an OPML file: choose the file, check the preview, add."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from network.accounts.models import User
from network.core.disk import refuse_upload

from .feeds.opml import MAX_BYTES, NotOpml, OpmlFault, Outline, read_opml
from .models import SourceLevel
from .opml_services import OutlineVerdict, add_sources, propose_sources
from .opml_wording import explain_opml_fault

_SALT = "aggregator.opml"
_HOUR = 3600


class OpmlForm(forms.Form):
    """The OPML file, and the level of feeds that name none."""

    file = forms.FileField(
        label=gettext_lazy("OPML file"),
        widget=forms.FileInput(attrs={"accept": ".opml,.xml,text/x-opml,text/xml"}),
        help_text=gettext_lazy(
            "Other feed readers export their list of feeds as OPML. At most 1 MB and 1,000 feeds."
        ),
    )
    level = forms.ChoiceField(
        label=gettext_lazy("Level"),
        choices=SourceLevel.choices,
        help_text=gettext_lazy("For feeds whose level the file does not say."),
    )

    def clean_file(self) -> list[Outline]:
        """Return the feeds of the file. Raises ValidationError if its content is not OPML or names
        no feed."""
        file = self.cleaned_data["file"]
        refuse_upload()
        try:
            if file.size > MAX_BYTES:
                raise NotOpml(OpmlFault.TOO_LARGE)
            outlines = read_opml(file.read())
        except NotOpml as error:
            raise ValidationError(explain_opml_fault(error.fault)) from error
        if not outlines:
            raise ValidationError(_("The file names no feed."))
        return outlines


@require_http_methods(["GET", "POST"])
def import_opml(request: HttpRequest) -> HttpResponse:
    """Show the upload form or a preview, or add the previewed sources as disabled.

    Raises PermissionDenied without the permission to add sources.
    """
    if not request.user.has_perm("aggregator.add_source"):
        raise PermissionDenied
    if request.method == "GET":
        return _show(request, form=OpmlForm())
    if "list" in request.POST:
        return _add(request)
    form = OpmlForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, form=form)
    outlines, level = form.cleaned_data["file"], form.cleaned_data["level"]
    proposals = propose_sources(outlines)
    new = [each.outline for each in proposals if each.verdict is OutlineVerdict.NEW]
    return _show(
        request,
        proposals=proposals,
        new_count=len(new),
        list=signing.dumps([level, [_row(each) for each in new]], salt=_SALT, compress=True),
    )


def _add(request: HttpRequest) -> HttpResponse:
    """Add the sources of the signed preview. They are checked again, because other users may have
    added some since."""
    try:
        level, rows = signing.loads(request.POST["list"], salt=_SALT, max_age=_HOUR)
    except signing.BadSignature:
        messages.error(request, _("The preview is too old: choose the file again."))
        return redirect(request.path)
    sources = add_sources(
        outlines=[Outline(*row) for row in rows],
        level=SourceLevel(level),
        adder=cast("User", request.user),
        now=timezone.now(),
    )
    text = _("%(count)d sources were added, switched off. Look at each one, then switch it on.")
    messages.success(request, text % {"count": len(sources)})
    return redirect(reverse("aggregator_source_modeladmin_index"))


def _row(outline: Outline) -> list[str]:
    """Return a feed as a list, for the signed preview."""
    return [outline.title, outline.url, outline.owner, outline.level]


def _show(request: HttpRequest, **context: Any) -> HttpResponse:
    context["list_url"] = reverse("aggregator_source_modeladmin_index")
    return render(request, "aggregator/opml.html", context)
