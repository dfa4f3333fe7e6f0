"""An agency's section: its front page and the index pages of its menu."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page

from aggregator.models import LibraryItem, Source, SourceLevel
from aggregator.querysets import LibraryItemQuerySet
from aggregator.selectors import published_items
from legal_updates.models import Topic
from network.agencies.models import Agency
from network.agencies.naming import had_name
from network.core.freshness.dependencies import depends_on
from network.media.models import AgencyImage

from ..blocks import RICH_TEXT_FEATURES
from ..forms import AgencyHomePageForm
from ..querysets import ArticleQuerySet, has_something
from .articles import ArticlePage
from .events import EventPage
from .in_section import InSection
from .materials import MaterialPage

ARTICLES_PER_PAGE = 12
FRONT_PAGE_ARTICLES, FRONT_PAGE_MATERIALS, FRONT_PAGE_ITEMS, FRONT_PAGE_EVENTS = 5, 3, 4, 3


class SectionKey(models.TextChoices):
    """Entries of the default menus (domain brief 5); other index pages have OTHER."""

    GIOI_THIEU = "gioi_thieu", _("About us")
    CHUC_NANG = "chuc_nang", _("Functions and duties")
    BAN_BIEN_TAP = "ban_bien_tap", _("Editorial board")
    LIEN_HE = "lien_he", _("Contact")
    TIN_TUC = "tin_tuc", _("News")
    TIN_HOAT_DONG = "tin_hoat_dong", _("Activities")
    NGAY_PHAP_LUAT = "ngay_phap_luat", _("Law Day")
    GUONG = "guong", _("Good people, good deeds")
    VAN_BAN_MOI = "van_ban_moi", _("New documents and policies")
    VAN_BAN_CHI_DAO = "van_ban_chi_dao", _("Directives")
    HOI_DAP_PHAP_LUAT = "hoi_dap_phap_luat", _("Legal questions and answers")
    HOI_DAP = "hoi_dap", _("Questions and answers")
    TINH_HUONG = "tinh_huong", _("Situations")
    TAI_LIEU = "tai_lieu", _("Materials")
    DE_CUONG = "de_cuong", _("Outlines")
    TO_GAP = "to_gap", _("Leaflets")
    INFOGRAPHIC = "infographic", _("Infographics")
    SO_TAY = "so_tay", _("Handbooks")
    TAP_HUAN = "tap_huan", _("Training materials")
    DA_PHUONG_TIEN = "da_phuong_tien", _("Multimedia")
    VIDEO = "video", _("Video")
    AUDIO = "audio", _("Radio")
    LOA_PHAT_THANH = "loa_phat_thanh", _("Loudspeaker")
    CUOC_THI = "cuoc_thi", _("Contests")
    TRANG_MANG_XA_HOI = "trang_mang_xa_hoi", _("Official social pages")
    LIEN_KET = "lien_ket", _("Links")
    OTHER = "other", _("Other")


# Index pages for materials only: an article has no date until which it may be used.
MATERIALS_ONLY = frozenset(
    {
        SectionKey.DE_CUONG,
        SectionKey.TO_GAP,
        SectionKey.SO_TAY,
        SectionKey.TAP_HUAN,
        SectionKey.INFOGRAPHIC,
        SectionKey.AUDIO,
        SectionKey.VIDEO,
    }
)
# Index pages with an archive of materials that may no longer be used (R10).
MATERIAL_PLACES = MATERIALS_ONLY | {SectionKey.TAI_LIEU}


class AgencyHomePage(InSection, Page):
    """The front page of an agency's section, and root of everything the agency publishes."""

    agency = models.OneToOneField(
        Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="home_page"
    )
    introduction = RichTextField(_("introduction"), blank=True, features=RICH_TEXT_FEATURES)
    logo = models.ForeignKey(
        AgencyImage,
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    accent = models.CharField(
        _("accent colour"),
        max_length=7,
        blank=True,
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Write the colour as #0B4A82."))],
    )

    base_form_class = AgencyHomePageForm
    parent_page_types = ["hub.HubHomePage"]
    subpage_types = ["agency_sites.SectionIndexPage"]
    template = "agency_sites/agency_home.html"
    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction", help_text=_("A few sentences that say what is found here.")),
        FieldRowPanel(
            [
                FieldPanel("logo", help_text=_("The emblem of the agency, square at best.")),
                FieldPanel(
                    "accent",
                    help_text=_(
                        "One colour for links and heads, dark enough to be read, as #0B4A82."
                    ),
                ),
            ]
        ),
        InlinePanel(
            "library_rules",
            heading=_("New policies shown here"),
            label=_("rule"),
            help_text=_("Items of the library that match any of these rules are shown."),
        ),
        InlinePanel(
            "own_links",
            heading=_("Links at the foot of the section"),
            label=_("link"),
            help_text=_(
                "Add your superior ministry or central body. The links that every section must"
                " have are shown before these."
            ),
        ),
        InlinePanel(
            "pano_placements",
            heading=_("Panos at the foot of the section"),
            label=_("pano"),
            help_text=_("Choose from the panos of the network."),
        ),
    ]

    class Meta:
        verbose_name = _("agency home page")
        verbose_name_plural = _("agency home pages")

    def with_content_json(self, content):
        """Return the page with the content of a revision, at its current address.

        The network moves and renames sections (`provisioning.reorganisation`). Publishing a
        revision from before must not move the section back, or bring back a former name. Nor must
        a draft bring back a name whose renaming was undone.
        """
        page = super().with_content_json(content)
        page.slug = self.slug
        if page.title != self.agency.name and had_name(self.agency, page.title):
            page.title = self.agency.name
        return page

    def get_context(self, request, *args, **kwargs):
        """Add the lists of the front page. One query per list."""
        context = super().get_context(request, *args, **kwargs)
        articles = ArticlePage.objects.published().under(self).in_use(timezone.localdate())
        articles = articles.as_links("content_type", "cover", "cover_alt_text")
        context["articles"] = articles.select_related("cover")[:FRONT_PAGE_ARTICLES]
        materials = MaterialPage.objects.published().under(self).in_use(timezone.localdate())
        materials = materials.as_links("kind", "cover").select_related("cover")
        context["materials"] = materials[:FRONT_PAGE_MATERIALS]
        events = EventPage.coming(timezone.localdate()).under(self)
        context["events"] = events.as_links("begins", "ends", "place")[:FRONT_PAGE_EVENTS]
        return context

    @property
    def front_items(self) -> list[LibraryItem]:
        """Return the library items of the front page. Cached on the page object."""
        depends_on("library")
        return self._front_items

    @cached_property
    def _front_items(self) -> list[LibraryItem]:
        return list(self.library_items()[:FRONT_PAGE_ITEMS])

    @cached_property
    def _rules(self) -> "list[LibraryRule]":
        return list(self.library_rules.all())

    def library_items(self) -> LibraryItemQuerySet:
        """Return the published library items that match one of the section's rules.

        Empty for an ended agency; its successor shows them.
        """
        rules = self._rules
        depends_on("library")
        if not rules or self.agency.gone_since(timezone.localdate()):
            return LibraryItem.objects.none()
        return published_items(
            source_ids=[rule.source_id for rule in rules if rule.source_id],
            levels=[rule.level for rule in rules if rule.level],
            topic_ids=[rule.topic_id for rule in rules if rule.topic_id],
        )


class LibraryRule(Orderable):
    """A rule for showing library items in a section: a source, a level or a topic."""

    page = ParentalKey(AgencyHomePage, on_delete=models.CASCADE, related_name="library_rules")
    source = models.ForeignKey(
        Source, verbose_name=_("source"), null=True, blank=True, on_delete=models.CASCADE
    )
    level = models.CharField(_("level"), max_length=12, choices=SourceLevel.choices, blank=True)
    topic = models.ForeignKey(
        Topic, verbose_name=_("topic"), null=True, blank=True, on_delete=models.CASCADE
    )

    panels = [MultiFieldPanel([FieldPanel("source"), FieldPanel("level"), FieldPanel("topic")])]

    class Meta(Orderable.Meta):
        verbose_name = _("library rule")
        verbose_name_plural = _("library rules")
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(source__isnull=False, level="", topic__isnull=True)
                    | Q(source__isnull=True, topic__isnull=True) & ~Q(level="")
                    | Q(source__isnull=True, level="", topic__isnull=False)
                ),
                name="library_rule_one_reason",
                violation_error_message=_("Choose one: a source, a level or a topic."),
            )
        ]

    def __str__(self) -> str:
        return str(self.source or self.topic or self.get_level_display())

    def clean(self) -> None:
        """Require exactly one of source, level and topic."""
        super().clean()
        if sum(map(bool, (self.source_id, self.level, self.topic_id))) != 1:
            raise ValidationError(_("Choose one: a source, a level or a topic."))


class SectionIndexPage(InSection, Page):
    """An entry of an agency's menu: introduction, sub-entries and articles."""

    key = models.CharField(
        _("place in the menu"), max_length=20, choices=SectionKey.choices, default=SectionKey.OTHER
    )
    introduction = RichTextField(_("introduction"), blank=True, features=RICH_TEXT_FEATURES)

    parent_page_types = ["agency_sites.AgencyHomePage", "agency_sites.SectionIndexPage"]
    subpage_types = [
        "agency_sites.SectionIndexPage",
        "agency_sites.ArticlePage",
        "agency_sites.LegalUpdatePage",
        "agency_sites.MaterialPage",
        "agency_sites.WarningPage",
        "agency_sites.EventPage",
        "agency_sites.QuestionPage",
        "agency_sites.ShortTextPage",
    ]
    page_description = _("A place of the menu, with an introduction and what stands below it.")
    template = "agency_sites/section_index.html"
    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction", help_text=_("A few sentences that say what is found here.")),
        FieldPanel(
            "key", help_text=_("Which place of the menu, the same in all sections, this one is.")
        ),
    ]

    class Meta:
        verbose_name = _("section index page")
        verbose_name_plural = _("section index pages")

    @property
    def takes_materials_only(self) -> bool:
        """Return whether only materials may be created here."""
        return self.key in MATERIALS_ONLY

    def get_context(self, request, *args, **kwargs):
        """Add the sub-entries and one page of the articles below this entry."""
        context = super().get_context(request, *args, **kwargs)
        archived = "luu-tru" in request.GET
        context["archived"], context["has_archive"] = archived, self.key in MATERIAL_PLACES
        articles = self.listed(day=timezone.localdate(), archived=archived).as_links()
        paginator = Paginator(articles, ARTICLES_PER_PAGE)
        context["articles"] = paginator.get_page(request.GET.get("trang"))
        subsections = SectionIndexPage.objects.child_of(self).live().filter(has_something())
        context["subsections"] = subsections.order_by("path")
        return context

    def listed(self, *, day: dt.date, archived: bool) -> ArticleQuerySet:
        """Return the articles below this entry: those in use on `day`, or the archived ones."""
        below = ArticlePage.objects.published().under(self)
        return below.out_of_use(day) if archived else below.in_use(day)
