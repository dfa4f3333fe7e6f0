"""Forms for practices and adoptions."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from legal_updates.models import Topic
from network.agencies.models import Agency
from network.core.fields import (
    ContactField,
    LineField,
    PaperNumberField,
    PastDateField,
    TextField,
    offer,
)
from network.core.money import MOST_DONG
from network.media.models import AgencyDocument
from sites.models import ArticlePage

from ..models import (
    NAME_LENGTH,
    NUMBER_LENGTH,
    TEXT_LENGTH,
    AdoptionState,
    Practice,
    PracticeAudience,
    PracticeLevel,
)
from ..services import PracticeFacts

# Only the newest files and articles are offered, at most this many.
_OFFERED = 200


class PracticeForm(forms.Form):
    """A practice described by five answers."""

    title = LineField(label=gettext_lazy("Name of the practice"), max_length=NAME_LENGTH, words=2)
    topic = forms.ModelChoiceField(label=gettext_lazy("Topic"), queryset=Topic.objects.all())
    audience = forms.ChoiceField(
        label=gettext_lazy("Whom it reaches"), choices=PracticeAudience.choices
    )
    area = LineField(label=gettext_lazy("Where it is done"), max_length=NAME_LENGTH, words=1)
    since = PastDateField(label=gettext_lazy("Since"), kind="deed", is_of_agency=True)
    problem = TextField(
        label=gettext_lazy("1. What was to be solved?"),
        max_length=TEXT_LENGTH,
        words=2,
        rows=4,
    )
    way = TextField(
        label=gettext_lazy("2. How do you do it?"),
        max_length=TEXT_LENGTH,
        words=2,
        rows=4,
        help_text=gettext_lazy("Step by step, so that another agency can do it as well."),
    )
    result = TextField(
        label=gettext_lazy("3. What came of it, in figures?"),
        max_length=TEXT_LENGTH,
        words=2,
        rows=4,
        help_text=gettext_lazy("Say where each figure comes from. No names of citizens."),
    )
    cost = forms.IntegerField(
        label=gettext_lazy("4. What does it cost, in đồng?"),
        min_value=0,
        max_value=MOST_DONG,
        required=False,
        help_text=gettext_lazy("0 where it costs nothing; empty where nobody has counted it."),
    )
    lesson = TextField(
        label=gettext_lazy("5. What should others know, good and bad?"),
        max_length=TEXT_LENGTH,
        words=2,
        rows=4,
    )
    contact = ContactField(
        label=gettext_lazy("Contact person"),
        max_length=NAME_LENGTH,
        help_text=gettext_lazy(
            "Name, post, phone: read by your agency and Sở Tư pháp, by others only with consent."
        ),
    )
    contact_is_public = forms.BooleanField(
        label=gettext_lazy(
            "Citizens and other agencies may read whom to ask; the person has agreed"
        ),
        required=False,
    )
    kit: Any = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Kit for other agencies"),
        queryset=AgencyDocument.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Leaflets, plans, scripts: others get copies that name you."),
    )
    page: Any = forms.ModelChoiceField(
        label=gettext_lazy("Article that tells of it"),
        queryset=ArticlePage.objects.none(),
        required=False,
        help_text=gettext_lazy("If there is none, one is begun when it is recognised."),
    )

    def offer(self, agencies: Any, kept: Collection[AgencyDocument] = ()) -> None:
        """Limit the choices to files and live articles of these agencies, plus the files in
        `kept`."""
        collections = agencies.values("collection")
        files = AgencyDocument.objects.filter(collection__in=collections).order_by("-pk")
        own = ArticlePage.objects.none()
        for agency in agencies.select_related("home_page"):
            own = own | ArticlePage.objects.descendant_of(agency.home_page).filter(live=True)
        newest = Q(pk__in=files.values("pk")[:_OFFERED]) | Q(pk__in=[each.pk for each in kept])
        kit: Any = self.fields["kit"]
        kit.queryset = AgencyDocument.objects.filter(newest)
        if not kit.queryset.exists():
            kit.help_text = _(
                "Your agency has no files yet. Upload leaflets, plans, scripts under “Documents”; "
                "then add them here by “Change” before it is sent."
            )
        written = own.order_by("-date", "-pk").values("pk")[:_OFFERED]
        pages = ArticlePage.objects.filter(pk__in=written).order_by("-date", "-pk")
        offer(self, "page", pages)

    def arguments(self) -> dict[str, Any]:
        """Return the keyword arguments for the service."""
        facts = {name: self.cleaned_data[name] for name in PracticeFacts.__slots__}
        return {"facts": PracticeFacts(**facts), "kit": self.cleaned_data["kit"]}


class WriteForm(PracticeForm):
    """Form for a new practice of one of the user's agencies."""

    agency = forms.ModelChoiceField(label=gettext_lazy("Agency"), queryset=Agency.objects.none())
    parent = forms.ModelChoiceField(
        label=gettext_lazy("Grown from a practice that you took up"),
        queryset=Practice.objects.none(),
        required=False,
    )

    field_order = ("agency",)

    def offer(self, agencies: Any, kept: Collection[AgencyDocument] = ()) -> None:
        """Limit the choices; possible parents are practices adopted by these agencies."""
        super().offer(agencies, kept)
        parents = Practice.objects.filter(adoptions__agency__in=agencies).distinct()
        offer(self, "agency", agencies)
        offer(self, "parent", parents)

    def arguments(self) -> dict[str, Any]:
        """Add the agency and the parent practice."""
        names = ("agency", "parent")
        return {**super().arguments(), **{name: self.cleaned_data[name] for name in names}}


class PracticeAnswerForm(forms.Form):
    """The Department's answer to a practice."""

    answer = TextField(
        label=gettext_lazy("What the agency should know"),
        max_length=TEXT_LENGTH,
        words=2,
        rows=4,
    )


class NamedPractices(forms.ModelMultipleChoiceField):
    """Multiple choice of practices, labelled with title and agency."""

    def label_from_instance(self, obj: Practice) -> str:
        return f"{obj.title} · {obj.agency.short_name}"


class RecogniseForm(forms.Form):
    """Decision that recognises one or several practices."""

    number = PaperNumberField(
        label=gettext_lazy("Number of the decision of recognition"), max_length=NUMBER_LENGTH
    )
    recognised_on = PastDateField(label=gettext_lazy("Its date"), kind="deed")
    level = forms.ChoiceField(label=gettext_lazy("Level"), choices=PracticeLevel.choices)
    others = NamedPractices(
        label=gettext_lazy("By the same decision"),
        queryset=Practice.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class AdoptForm(forms.Form):
    """Choice of a practice and of the agency that adopts it."""

    practice = forms.ModelChoiceField(
        label=gettext_lazy("Practice"), queryset=Practice.objects.none()
    )
    agency = forms.ModelChoiceField(label=gettext_lazy("Agency"), queryset=Agency.objects.none())


class AdoptionStateForm(forms.Form):
    """Progress of an adopted practice."""

    state = forms.ChoiceField(
        label=gettext_lazy("State"), choices=AdoptionState.choices, widget=forms.RadioSelect
    )
    changes = TextField(
        label=gettext_lazy("What do you do otherwise?"),
        max_length=TEXT_LENGTH,
        words=2,
        required=False,
        rows=4,
    )
    result = TextField(
        label=gettext_lazy("What came of it, in figures?"),
        max_length=TEXT_LENGTH,
        words=2,
        required=False,
        rows=4,
    )
