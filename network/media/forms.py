"""Admin forms of images and documents. Only an agency admin may make a file public."""

from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BaseForm, BooleanField
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.collections import BaseCollectionMemberForm
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from network.accounts.models import User
from network.agencies.models import Agency, Role, RoleGroup
from network.core.disk import refuse_upload
from network.core.fields import LineField, PastDateField

from .contents import is_genuine, shows_nothing
from .evidence import ONE_COLOUR
from .limits import kind_of, refuse_too_heavy, refuse_too_many_pixels, taken_kinds
from .other_kinds import picture_advice_for
from .own_source import own_source
from .selectors import live_uses
from .uploads import NO_PICTURE, inspected_upload
from .viewing.models import RenderingState
from .viewing.selectors import has_correctable_text, rendering_of
from .viewing.turns import files_before


class OpenedByAdmin(BaseCollectionMemberForm):
    """Mixin: only an agency admin may make a file public, because no approval of a page covers it.

    A file stays with its agency, whose pages use it, even if the user serves two agencies.
    """

    def __init__(self, *args: Any, user: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.collection_ids = administered_collection_ids(user) if user else set()
        self.opens_all = bool(user and user.is_superuser)
        if not (self.opens_all or self.collection_ids):
            self.fields.pop("public", None)

    def clean(self) -> dict[str, Any]:
        """Add an error if a file changes its agency, or is made public by a user who is no admin of
        its agency."""
        cleaned: dict[str, Any] = super().clean()
        if self.instance.pk and "collection" in self.changed_data and not self.opens_all:
            self.add_error("collection", _("A file stays with its agency. Upload it again there."))
        collection = cleaned.get("collection") or self.collections[0]
        opened = cleaned.get("public") and {"public", "collection"} & set(self.changed_data)
        if opened and not self.opens_all and collection.pk not in self.collection_ids:
            self.add_error("public", _("Only the agency's admin opens a file to everybody."))
        return cleaned


def administered_collection_ids(user: User) -> set[int]:
    """Return the ids of the collections of the agencies where `user` is agency admin today. One
    query."""
    roles = RoleGroup.objects.filter(group__user=user, role=Role.AGENCY_ADMIN)
    return set(roles.values_list("agency__collection_id", flat=True))


class PictureField(WagtailImageField):
    """Wagtail's image field with our help text. A damaged image gives a form error, not a server
    error."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        formats, most = self.supported_formats_text, self.max_upload_size_text
        self.help_text = _("JPG or PNG at best; %(formats)s are taken, up to %(most)s.") % {
            "formats": formats,
            "most": most,
        }
        self.error_messages |= {
            "invalid_image": NO_PICTURE,
            "invalid_image_known_format": NO_PICTURE,
            "invalid_image_extension": _("Only these pictures are taken: %s.") % formats,
        }

    def to_python(self, data: Any) -> Any:
        """Return the upload with its decoded image. Raises ValidationError if it cannot be read.

        The size is checked first, because Wagtail's own check decodes the image.
        """
        if data not in self.empty_values:
            refuse_upload()
            refuse_too_heavy(data, data.name)
            refuse_too_many_pixels(data, data.name)
        try:
            return super().to_python(data)
        except ValidationError as error:
            if advice := picture_advice_for(data, kind_of(data.name)):
                raise ValidationError(advice, code="invalid_image_extension") from error
            raise
        except Exception as error:
            # A decoder may raise any exception on hostile bytes.
            raise ValidationError(NO_PICTURE, code="invalid_image") from error

    def check_image_pixel_size(self, f: Any) -> None:
        """Raise ValidationError if the image is damaged, another file is hidden in it, or it
        shows one colour only: requirements on pictures would count it.

        to_python() has already checked the pixel size from the header.
        """
        if not is_genuine(f, kind_of(f.name)):
            raise ValidationError(NO_PICTURE, code="invalid_image")
        if shows_nothing(f, kind_of(f.name)):
            raise ValidationError(ONE_COLOUR, code="invalid_image")
        inspected_upload(f, f.name)


class AgencyImageForm(OpenedByAdmin, BaseImageForm):
    """Image form, used wherever an image is uploaded or changed.

    The source of a new image is filled in as the agency's own work. Its fields are shown once
    somebody says that it comes from elsewhere (sources.js), or if one could not be filled in.
    """

    elsewhere = BooleanField(
        label=gettext_lazy("This picture comes from elsewhere"),
        required=False,
        help_text=gettext_lazy(
            "If it is your agency's own picture, leave this open: the source is filled in."
        ),
    )

    class Meta(BaseImageForm.Meta):
        said = ("source_name", "source_author", "source_agency", "licence")
        field_classes = dict.fromkeys(("title", "description", *said), LineField) | {
            "source_date": partial(PastDateField, kind="source")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            field = self.fields["file"]
            self.fields["file"] = PictureField(label=field.label, widget=field.widget)
        if self.instance.pk or not (user := kwargs.get("user")):
            del self.fields["elsewhere"]
        else:
            self._fill_own_source(user)
        explain(self, "title", _("By which colleagues find the picture."))
        explain(self, "description", _("What it shows, for those who cannot see it."))

    def _fill_own_source(self, user: User) -> None:
        """Set the initial source of a new image, if the user's collections are of one agency. One
        query."""
        agencies = Agency.objects.filter(collection__in=self.collections)[:2]
        values: dict[str, Any] = {}
        if len(agencies) == 1:
            values = own_source(agency=agencies[0], author=user, day=timezone.localdate())
            values["licence"] = _("Taken by the agency itself")
        for name, value in values.items():
            self.initial[name] = self.initial.get(name) or value
        self.initial["elsewhere"] = not (values and all(values.values()))


class AgencyDocumentForm(OpenedByAdmin, BaseDocumentForm):
    """Document form, used wherever a document is uploaded or changed."""

    class Meta(BaseDocumentForm.Meta):
        field_classes = {"title": LineField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        explain(self, "title", _("As readers see it, for example “Tờ gấp: Luật Đất đai”."))
        explain(self, "file", _("Readers open these in the browser: %s.") % taken_kinds())
        rendering = rendering_of(self.instance) if self.instance.pk else None
        if rendering and "file" in self.fields:
            field, values = self.fields["file"], {"rendering": rendering, "file": self.instance}
            values["has_correctable_text"] = has_correctable_text(rendering)
            if rendering.state == RenderingState.WAITING:
                values["files_before"] = files_before(rendering)
            told = render_to_string("media/file_state.html", values)
            field.help_text = format_html("{}{}", field.help_text, told)
        elif self.instance.inspection_lines and "file" in self.fields:
            told = render_to_string("media/file_inspection.html", {"file": self.instance})
            field = self.fields["file"]
            field.help_text = format_html("{}{}", field.help_text, told)

    def clean(self) -> dict[str, Any]:
        """Add an error if a file used by a live page is replaced: nobody has appraised the new
        version."""
        cleaned: dict[str, Any] = super().clean()
        if self.instance.pk and "file" in self.changed_data and live_uses(self.instance).exists():
            self.add_error(
                "file",
                _(
                    "A published page shows this file. Upload the new version as another file and "
                    "put it into the page, so that it is appraised."
                ),
            )
        return cleaned


def explain(form: BaseForm, name: str, text: str) -> None:
    """Set the help text of a form field, unless the field is absent or already has one."""
    field = form.fields.get(name)
    if field is not None and not field.help_text:
        field.help_text = text
