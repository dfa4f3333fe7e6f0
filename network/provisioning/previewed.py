"""Files that are previewed before they are imported: the browser keeps the file, signed."""

import base64
import hashlib
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django import forms
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from network.agencies.requests import AdminRequest

MAX_BYTES = 1024 * 1024
_HOUR = 3600


@dataclass(frozen=True, slots=True)
class PreviewedFile:
    """An uploaded file as previewed, with an option of the form."""

    data: bytes
    name: str
    option: bool = False
    salt: ClassVar[str]

    @property
    def sha256(self) -> str:
        """Return the hash that identifies the file."""
        return hashlib.sha256(self.data).hexdigest()

    def signed(self, user_id: int) -> str:
        """Return a signed text with which only this user can submit the same file again."""
        data = base64.b64encode(self.data).decode()
        fields = [user_id, self.name, self.option, data]
        return signing.dumps(fields, salt=self.salt, compress=True)

    @classmethod
    def from_signed(cls, text: str, user_id: int) -> Self:
        """Return the upload from a signed text. Raises BadSignature if it is invalid, of another
        user, or older than an hour."""
        owner, name, option, data = signing.loads(text, salt=cls.salt, max_age=_HOUR)
        if owner != user_id:
            raise signing.BadSignature
        return cls(base64.b64decode(data), name, option)


class PreviewedImportView(WagtailAdminTemplateMixin, FormView):
    """Two steps: the first shows a preview and changes nothing, the second imports."""

    request: AdminRequest
    header_icon = "upload"
    upload_class: type[PreviewedFile]
    # The screen above this one, as (URL, title).
    above: tuple[str | Promise, str | Promise | None]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Preview a file, or continue with the previewed one."""
        if "looked_at" not in request.POST:
            return super().post(request, *args, **kwargs)
        try:
            upload = self.upload_class.from_signed(request.POST["looked_at"], self.user_id)
        except signing.BadSignature:
            messages.error(request, _("The preview is too old: choose the file again."))
            return redirect(request.path)
        return self.bring_in(upload)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Preview the chosen file."""
        file = form.cleaned_data["file"]
        option = form.cleaned_data.get("sections", False)
        return self.preview(self.upload_class(file.read(), file.name[:120], option))

    def preview(self, upload: Any) -> HttpResponse:
        """Return the page that shows what the file would change."""
        raise NotImplementedError

    def bring_in(self, upload: Any) -> HttpResponse:
        """Import the file, or show its errors; nothing is changed then."""
        raise NotImplementedError

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        url, label = self.above
        above = {"url": url, "label": label}
        own = {"url": "", "label": self.get_page_title()}
        return [*super().get_breadcrumbs_items(), above, own]

    @property
    def user_id(self) -> int:
        """Return the id of the signed-in user."""
        return int(self.request.user.pk or 0)
