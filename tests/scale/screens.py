"""The screens whose cost must not follow the number of agencies, and what each of them costs."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from wagtail.models import Page

from network.agencies.models import Agency
from network.demo.load.texts import PREFIX
from network.directives.models import Directive
from network.reporting.models import Period
from sites.models import AgencyHomePage, ArticlePage, SectionIndexPage

AUTHOR, ADMIN, OVERSEER, NETWORK, VISITOR = (
    "author",
    "agency_admin",
    "overseer",
    "network_admin",
    "visitor",
)


@dataclass(frozen=True)
class Place:
    """What the screens show: the newest agency, so the one deepest in every list."""

    hub: Page
    agency: Agency
    home: AgencyHomePage
    section: SectionIndexPage
    article: ArticlePage
    rare_word: str

    @classmethod
    def newest(cls) -> "Place":
        """Return the place of the loaded agency that came last."""
        agency = Agency.objects.filter(code__startswith=PREFIX).order_by("code").last()
        home = AgencyHomePage.objects.get(agency=agency)
        article = ArticlePage.objects.under(home).live().order_by("path").first()
        section = SectionIndexPage.objects.parent_of(article).get()
        # The number of the agency and the article in its title.
        rare_word = article.title.rpartition("(")[2].rstrip(")")
        return cls(home.get_parent(), agency, home, section, article, rare_word)


@dataclass(frozen=True)
class Screen:
    """One address, as one persona opens it."""

    persona: str
    name: str
    address: Callable[[Place], str]


def at(url_name: str, *named: str, query: str = "") -> Callable[[Place], str]:
    """Return the address of a URL name; `named` rows of the place are its arguments."""
    return lambda place: (
        reverse(url_name, args=[getattr(place, name).pk for name in named])
        + query.format_map(vars(place))
    )


# What everybody who works for one agency opens.
OFFICE = {
    "dashboard": at("wagtailadmin_home"),
    "explorer: root": at("wagtailadmin_explore_root"),
    "explorer: own section": at("wagtailadmin_explore", "home"),
    "explorer: articles": at("wagtailadmin_explore", "section"),
    "search pages": at("wagtailadmin_pages:search", query="?q=Pleiku"),
    "add an article": at("wagtailadmin_pages:add_subpage", "section"),
    "edit an article": at("wagtailadmin_pages:edit", "article"),
    "history of an article": at("wagtailadmin_pages:history", "article"),
    "images": at("wagtailimages:index"),
    "documents": at("wagtaildocs:index"),
    "choose a page": at("wagtailadmin_choose_page"),
    "choose a page: search": at("wagtailadmin_choose_page_search", query="?q=Pleiku"),
    "choose an image": at("wagtailimages_chooser:choose"),
    "choose a document": at("wagtaildocs_chooser:choose"),
    "add an image": at("wagtailimages:add_multiple"),
    "requests about rights": at("rights_desk:index"),
    "pages on social networks": at("channels_desk:index"),
    "plans for social networks": at("channels_plans:index"),
    "words held back": at("channels_desk:words"),
    "diary of activities": at("activities:index"),
    "legal reporters": at("reporters:index"),
    "scans for false pages": at("channels_watch:index"),
    "good practices": at("practices_desk:index"),
    "posts": at("channels_posts:index"),
    "texts to post": at("channels_posts:texts"),
    "periodic reports": at("reporting:index"),
    "impersonation": at("cases_desk:index"),
    "reported pages": at("fake_reports_desk:index"),
    "report: oldest pages": at("agencies_reports:aging"),
    "report: history": at("agencies_reports:history"),
}
SCREENS = [
    *(Screen(AUTHOR, name, address) for name, address in OFFICE.items()),
    Screen(ADMIN, "dashboard", at("wagtailadmin_home")),
    Screen(ADMIN, "edit the front page", at("wagtailadmin_pages:edit", "home")),
    Screen(ADMIN, "people", at("agencies_people:index")),
    Screen(ADMIN, "invite", at("agencies_people:invite")),
    Screen(ADMIN, "qualifications", at("capacity:people")),
    Screen(ADMIN, "resources", at("capacity:resources")),
    Screen(ADMIN, "decisions", at("capacity:decisions")),
    Screen(ADMIN, "audit log", at("agencies_audit:index")),
    Screen(ADMIN, "report: history", at("agencies_reports:history")),
    Screen(ADMIN, "dispatch 1510", at("oversight:agency", "agency")),
    Screen(ADMIN, "quality", at("oversight:quality", "agency")),
    Screen(ADMIN, "outreach", at("oversight:outreach", "agency")),
    Screen(ADMIN, "new policies to post", at("oversight:policies", "agency")),
    Screen(ADMIN, "what is to be done", at("work:index")),
    Screen(ADMIN, "dispatches to us", at("directives:receipts")),
    Screen(ADMIN, "assigned tasks", at("directives:tasks")),
    Screen(OVERSEER, "dashboard", at("wagtailadmin_home")),
    Screen(OVERSEER, "explorer: root", at("wagtailadmin_explore_root")),
    Screen(OVERSEER, "explorer: hub", at("wagtailadmin_explore", "hub")),
    Screen(OVERSEER, "explorer: a section", at("wagtailadmin_explore", "home")),
    Screen(OVERSEER, "search pages", at("wagtailadmin_pages:search", query="?q=Pleiku")),
    Screen(OVERSEER, "look at an article", at("wagtailadmin_pages:edit", "article")),
    Screen(OVERSEER, "history of an article", at("wagtailadmin_pages:history", "article")),
    Screen(OVERSEER, "images", at("wagtailimages:index")),
    Screen(OVERSEER, "documents", at("wagtaildocs:index")),
    Screen(OVERSEER, "act for an agency", at("agencies_acts:index")),
    Screen(OVERSEER, "audit log", at("agencies_audit:index")),
    Screen(OVERSEER, "people and roles", at("agencies_people:overview")),
    Screen(OVERSEER, "qualifications", at("capacity:people")),
    Screen(OVERSEER, "resources", at("capacity:resources")),
    Screen(OVERSEER, "decisions", at("capacity:decisions")),
    Screen(OVERSEER, "people by name", at("agencies_people:overview", query="?q=van")),
    Screen(OVERSEER, "agencies", at("agencies_agency_modeladmin_index")),
    Screen(OVERSEER, "report: oldest pages", at("agencies_reports:aging")),
    Screen(OVERSEER, "report: history", at("agencies_reports:history")),
    Screen(OVERSEER, "sources", at("aggregator_source_modeladmin_index")),
    Screen(OVERSEER, "library", at("aggregator_libraryitem_modeladmin_index")),
    Screen(OVERSEER, "how the agencies stand", at("oversight:situation")),
    Screen(OVERSEER, "quality", at("oversight:quality_all")),
    Screen(OVERSEER, "outreach", at("oversight:outreach_all")),
    Screen(OVERSEER, "matrix 1510", at("oversight:matrix")),
    Screen(OVERSEER, "reminders", at("oversight:reminders")),
    Screen(OVERSEER, "requests for help", at("oversight:help")),
    Screen(OVERSEER, "what is to be done", at("work:index")),
    Screen(OVERSEER, "disputes", at("oversight:disputes")),
    Screen(OVERSEER, "old law", at("oversight:old_law")),
    Screen(OVERSEER, "materials in figures", at("material_figures:index")),
    Screen(OVERSEER, "activities in figures", at("activities:figures")),
    Screen(OVERSEER, "views of pages", at("usage:index")),
    Screen(OVERSEER, "views by agency", at("usage:agencies")),
    Screen(OVERSEER, "views by topic", at("usage:topics")),
    Screen(OVERSEER, "topics to write", at("wanted:index")),
    Screen(OVERSEER, "topics taken", at("wanted:taken")),
    Screen(OVERSEER, "dispatches and plans", at("directives:index")),
    Screen(OVERSEER, "assigned tasks", at("directives:tasks")),
    Screen(OVERSEER, "pages on social networks", at("channels_desk:index")),
    Screen(OVERSEER, "where fakes are reported to", at("cases_desk:authorities")),
    Screen(OVERSEER, "social networks by agency", at("channels_desk:overview")),
    Screen(OVERSEER, "periodic reports", at("reporting:index")),
    Screen(OVERSEER, "reporting periods", at("reporting:periods")),
    Screen(OVERSEER, "pages in review", at("moderation:open")),
    Screen(OVERSEER, "impersonation", at("cases_desk:index")),
    Screen(OVERSEER, "state of the system", at("monitoring:status")),
    Screen(NETWORK, "dashboard", at("wagtailadmin_home")),
    Screen(NETWORK, "agencies", at("agencies_agency_modeladmin_index")),
    Screen(NETWORK, "edit an agency", at("agencies_agency_modeladmin_edit", "agency")),
    Screen(NETWORK, "sources", at("aggregator_source_modeladmin_index")),
    Screen(NETWORK, "library", at("aggregator_libraryitem_modeladmin_index")),
    Screen(NETWORK, "documents to confirm", at("legal_drafts:index")),
    Screen(NETWORK, "audit log", at("agencies_audit:index")),
    Screen(NETWORK, "requirements", at("oversight_requirement_modeladmin_index")),
    Screen(VISITOR, "hub", lambda place: "/"),
    Screen(VISITOR, "directory", at("hub:directory")),
    Screen(VISITOR, "search: common word", at("hub:search", query="?q=Pleiku")),
    Screen(VISITOR, "search: rare word", at("hub:search", query="?q={rare_word}")),
    Screen(VISITOR, "new policies", at("hub:policies")),
    Screen(VISITOR, "topic", lambda place: reverse("hub:topic", args=["dat-dai"])),
    Screen(VISITOR, "need", lambda place: reverse("hub:situation", args=["dat-dai"])),
    Screen(VISITOR, "place where I live", at("hub:my_place", query="?q=chu se")),
    Screen(VISITOR, "warnings", at("hub:warnings")),
    Screen(VISITOR, "events", at("hub:events")),
    Screen(VISITOR, "sitemap", at("hub:sitemap")),
    Screen(
        VISITOR,
        "sitemap of a section",
        lambda place: reverse("hub:section_sitemap", args=[place.home.slug]),
    ),
    Screen(VISITOR, "front page of a section", lambda place: place.home.url),
    Screen(VISITOR, "place in the menu", lambda place: place.section.url),
    Screen(VISITOR, "article", lambda place: place.article.url),
]
# These need what the network of `copies` has besides.
FULL_SCREENS = [
    Screen(
        OVERSEER,
        "summed report",
        lambda place: reverse("reporting:period", args=[Period.objects.latest("pk").pk]),
    ),
    Screen(
        OVERSEER,
        "receipts of a dispatch",
        lambda place: reverse("directives:directive", args=[Directive.objects.latest("pk").pk]),
    ),
    Screen(ADMIN, "pages of the agency in review", at("moderation:agency")),
]
