"""The hub's settings and front page."""

from copy import copy

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.models import Page

from network.core.freshness.dependencies import EVERYTHING, depends_on
from network.core.freshness.keeping import kept
from network.core.letters import Letterhead

from .contacts.models import Contact
from .front import FrontPage
from .search.models import (
    EntryKind,
    EverydayWord,
    SearchChange,
    SearchEntry,
    SearchWord,
    UnansweredQuery,
)
from .situations.models import Situation
from .wanted.models import WantedTopic

__all__ = [
    "Contact",
    "EntryKind",
    "EverydayWord",
    "HubHomePage",
    "HubSettings",
    "SearchChange",
    "SearchEntry",
    "SearchWord",
    "Situation",
    "UnansweredQuery",
    "WantedTopic",
]


@register_setting(icon="home")
class HubSettings(BaseGenericSetting):
    """Who is responsible for the hub and how to reach Sở Tư pháp. Stored as data, since both change
    (R29)."""

    province = models.CharField(_("province"), max_length=80, default="tỉnh Gia Lai")
    owner = models.CharField(_("governing body"), max_length=255, default="")
    contact_name = models.CharField(_("overseeing agency"), max_length=120, default="")
    address = models.CharField(_("address"), max_length=255, default="")
    phone = models.CharField(_("phone"), max_length=40, default="")
    email = models.EmailField(_("email"), default="")
    # Shown in the admin only: officers use it, citizens use the question form.
    zalo = models.CharField(_("Zalo number"), max_length=40, default="", blank=True)
    responsible_person = models.CharField(
        _("person responsible for content"), max_length=120, default=""
    )
    # Used after the number of an official letter, and above its signature.
    letter_symbol = models.CharField(_("symbol of letters"), max_length=40, default="", blank=True)
    signatory = models.CharField(_("who signs letters"), max_length=80, default="", blank=True)
    # Set by the demo only; every public page then shows a demo note.
    is_demo = models.BooleanField(_("demo"), default=False, editable=False)

    panels = [
        FieldPanel("province", help_text=_("Its name stands in the head of every page.")),
        FieldPanel(
            "owner", help_text=_("Who runs the hub: the law wants it at the foot of every page.")
        ),
        MultiFieldPanel(
            [
                FieldPanel(name)
                for name in (
                    "contact_name",
                    "address",
                    "phone",
                    "email",
                    "zalo",
                    "responsible_person",
                )
            ],
            heading=_("How to reach the overseeing agency"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("letter_symbol", help_text=_("As in dispatch 1510: STP-PBGDPL.")),
                FieldPanel("signatory", help_text=_("The office held, as Giám đốc.")),
            ],
            heading=_("Official letters"),
        ),
    ]

    class Meta:
        verbose_name = _("hub settings")

    @classmethod
    def letterhead(cls) -> Letterhead:
        """Return the letterhead for official letters."""
        hub = cls.load()
        place = hub.province.removeprefix("tỉnh ").removeprefix("thành phố ")
        return Letterhead(hub.owner, place)

    @classmethod
    def _get_or_create(cls) -> "HubSettings":
        """Return a copy of the cached settings row, so that editing it does not change the cached
        object."""
        return copy(kept(("hub settings",), cls._shown))

    @classmethod
    def _shown(cls) -> "HubSettings":
        depends_on(EVERYTHING)
        return super()._get_or_create()


class HubHomePage(Page):
    """The front page of the province's hub, and parent of every section."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["agency_sites.AgencyHomePage"]
    max_count = 1
    template = "hub/home.html"

    class Meta:
        verbose_name = _("hub front page")
        verbose_name_plural = _("hub front pages")

    def get_context(self, request, *args, **kwargs):
        """Add `front`, whose lists run their queries when the template shows them."""
        context = super().get_context(request, *args, **kwargs)
        return context | {"front": FrontPage(self, timezone.localdate())}
