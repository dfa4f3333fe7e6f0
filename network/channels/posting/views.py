"""Officers' screens for posts: register, texts to choose from, and the drafts of one text."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.widgets.button import Button, HeaderButton

from network.agencies.models import AGENCY_ROLES
from network.agencies.people.service_forms import ServiceForm
from network.agencies.scope import scope_now
from network.agencies.tables import AGENCY, LabelledColumn, LinkColumn, TagColumn
from network.core.dates import format_day, format_moment
from network.core.export import RowValue
from network.core.frame import registered_url
from network.core.origin import whole_address
from network.core.outside import outside_link
from network.core.short_codes import CodeKind, short_code
from network.desks.acts import ActForm, arguments_of
from network.desks.delegation import WaitingRow
from network.desks.lists import DeskList
from network.desks.panels import PanelRow
from network.desks.rows import RowMixin, RowView
from sites.models import ArticlePage

from ..models import Post
from ..shared.desk import ABOVE_CHANNELS
from . import services
from .forms import PostForm
from .selectors import POSTING, PostDraft, channels_to_post_on, post_drafts_of, posts_for, texts_for
from .transitions import REMOVE

TEXT = RowValue(gettext_lazy("Posted text"), lambda row: row.page.title)
CHANNEL = RowValue(gettext_lazy("Channel"), lambda row: str(row.channel))
POSTED_ON = RowValue(gettext_lazy("Posted on"), lambda row: format_day(row.posted_on))
APPROVED_BY = RowValue(gettext_lazy("Approved by"), lambda row: row.decision.actor_name)


class PostsView(DeskList):
    """List of the posts of the user's agencies, for overseers of all agencies."""

    model = Post
    page_title = gettext_lazy("Posts on social networks")
    action = gettext_lazy("Take it away")
    header_icon = "clipboard-list"
    index_url_name = "channels_posts:index"
    index_results_url_name = "channels_posts:index_results"
    export_url_name = "channels_posts:export"
    file_name = "bai-dang-mang-xa-hoi"
    row_url_name = "channels_posts:post"
    delegate_url_name = "channels_posts:delegate"
    verbose_name_plural = Post._meta.verbose_name_plural
    no_results_message = gettext_lazy("No post is entered yet.")
    panel_heading = gettext_lazy("Posts whose text was withdrawn")
    above = [ABOVE_CHANNELS]
    export_columns = (
        *(AGENCY, TEXT, CHANNEL),
        (gettext_lazy("Address of the post"), lambda row: row.url),
        POSTED_ON,
        (gettext_lazy("Posted by"), lambda row: row.posted_by.get_full_name()),
        APPROVED_BY,
        (gettext_lazy("Approved"), lambda row: format_moment(row.decision.at)),
        (gettext_lazy("Taken away"), lambda row: format_day(row.removed_on)),
    )

    @property
    def columns(self) -> list[BaseColumn]:
        """Return the columns: text, channel, date, approval, state."""
        return [
            LinkColumn(
                "page", shows=TEXT, second=lambda row: row.agency.short_name, url=self.row_url
            ),
            LabelledColumn("channel", shows=CHANNEL),
            LabelledColumn("posted_on", shows=POSTED_ON),
            LabelledColumn("decision", shows=APPROVED_BY),
            TagColumn("state", label=_("State"), accessor=_state, primary=_is_to_go),
        ]

    def get_base_queryset(self) -> QuerySet[Post]:
        """Return the posts that the user may read."""
        return posts_for(self.scope)

    def panel_rows(self) -> QuerySet[Post]:
        """Return the posts that are still online although their text was withdrawn."""
        return posts_for(self.scope, writing=True).filter(removed_on=None, page__live=False)

    def item(self, row: Post) -> PanelRow:
        """Return a post as a row of the start page."""
        return PanelRow(
            url=self.row_url(row),
            title=_("Take the post away: %s") % row.page.title,
            state=_state(row),
            facts=f"{row.channel} · {row.agency.short_name}",
            delegable=self.delegable(row),
        )

    @classmethod
    def waiting_row(cls, row: Post) -> WaitingRow:
        """Return the post, which somebody has to take away while its text is withdrawn."""
        return WaitingRow(
            row=row,
            agency=row.agency,
            title=_("Take the post away: %s") % row.page.title,
            path=cls.row_url(row),
            roles=POSTING & frozenset(AGENCY_ROLES),
            refusal="" if _is_to_go(row) else _("This post waits for nobody now."),
        )

    def get_header_buttons(self) -> list[Button]:
        """Return the button that leads to the texts, if the user serves an agency."""
        buttons = super().get_header_buttons()
        if not self.scope.agency_roles:
            return buttons
        address = reverse("channels_posts:texts")
        return [HeaderButton(_("Choose a text to post"), address, icon_name="plus"), *buttons]


def _is_to_go(post: Post) -> bool:
    """Return whether the post is still online although its text was withdrawn."""
    return post.removed_on is None and not post.page.live


def _state(post: Post) -> str:
    """Return whether the post is online, removed, or its text withdrawn, in words."""
    if post.removed_on:
        return _("taken away")
    return _("text withdrawn") if _is_to_go(post) else _("posted")


_ABOVE: list[Any] = [
    *PostsView.above,
    (reverse_lazy(PostsView.index_url_name), PostsView.page_title),
]


class TextsView(DeskList):
    """List of the published texts that the user may post."""

    model = ArticlePage
    page_title = gettext_lazy("Choose a text to post")
    header_icon = "doc-full"
    index_url_name = "channels_posts:texts"
    index_results_url_name = "channels_posts:texts_results"
    row_url_name = "channels_posts:kit"
    verbose_name_plural = ArticlePage._meta.verbose_name_plural
    no_results_message = gettext_lazy("Nothing is published here yet.")
    above = _ABOVE

    @property
    def columns(self) -> list[BaseColumn]:
        """Return the columns: title, date, number of posts."""
        return [
            LinkColumn(
                "title",
                label=_("Published text"),
                accessor=lambda row: row.title,
                second=lambda row: row.agency_name,
                url=self.row_url,
            ),
            LabelledColumn("date", label=_("Date"), accessor=lambda row: format_day(row.date)),
            LabelledColumn("posts", label=_("Posts")),
        ]

    def get_base_queryset(self) -> QuerySet[ArticlePage]:
        """Return the texts that the user may post."""
        return texts_for(self.scope)


class PostDraftsView(ServiceForm):
    """Page of one text: what to paste into each channel, and the form for entering a post."""

    form_class = PostForm
    template_name = "channels/desk/post_drafts.html"
    page_title = gettext_lazy("Post on social networks")
    submit_label = gettext_lazy("Enter the post")
    header_icon = "clipboard-list"
    success_message = gettext_lazy("The post stands in the register.")
    above = [*_ABOVE, (reverse_lazy(TextsView.index_url_name), TextsView.page_title)]
    page: ArticlePage

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the text. 404 unless the user may post it."""
        super().setup(request, *args, **kwargs)
        page = texts_for(scope_now(request)).filter(pk=kwargs["page_id"]).first()
        if page is None:
            raise Http404
        self.page, self.code = page, short_code(CodeKind.PAGE, page.pk)

    def get_page_subtitle(self) -> str:
        """Return the text's title."""
        return self.page.title

    def get_form_kwargs(self) -> dict[str, Any]:
        """Pass the agency's active channels to the form."""
        given: dict[str, Any] = super().get_form_kwargs()
        return given | {"channels": channels_to_post_on(self.page.agency_home.agency)}

    def drafts(self) -> list[PostDraft]:
        """Return one draft per channel, with the text's short link."""
        link = whole_address(self.request, registered_url("short_address", self.code))
        return post_drafts_of(self.page, link=link)

    def perform(self, form: Any) -> None:
        """Enter the post and redirect to it."""
        post = services.enter_post(
            page_id=self.page.pk, user=self.user, now=self.now, **arguments_of(form)
        )
        self.success_url = PostsView.row_url(post)


class PostRow(RowMixin):
    """Base of views of one post. 404 for a post that the user may not read."""

    desk = PostsView
    header_icon = "clipboard-list"
    row: Post

    def get_rows(self) -> QuerySet[Post]:
        """Return the posts that the user may read."""
        return posts_for(self.scope)

    def row_name(self) -> str:
        """Return the title of the posted text."""
        return self.row.page.title


class PostView(PostRow, RowView):
    """Page of one post: where it was posted, and who approved its text."""

    transitions = (REMOVE,)
    page_title = gettext_lazy("Post on a social network")

    def facts(self) -> list[tuple[Any, Any]]:
        """Return the facts of the post, as (label, value)."""
        row = self.row
        by, on = row.decision.actor_name, format_moment(row.decision.at)
        removed = row.removed_by and row.removed_by.get_full_name()
        return [
            (_("State"), _state(row)),
            (_("Agency"), row.agency.name),
            (_("Channel"), str(row.channel)),
            (_("Address of the post"), outside_link(row.url)),
            (_("Posted"), f"{format_day(row.posted_on)}, {row.posted_by.get_full_name()}"),
            (row.decision.get_deed_display(), f"{on}, {by}"),
            (_("Taken away"), removed and f"{format_day(row.removed_on)}, {removed}"),
        ]


class RemoveView(PostRow, ActForm):
    """Form view: record that a post was removed."""

    transition, service, key = REMOVE, staticmethod(services.remove_post), "post_id"
    success_message = gettext_lazy("Saved.")
    explanation = gettext_lazy("Take the post away on its platform first. The register keeps it.")
