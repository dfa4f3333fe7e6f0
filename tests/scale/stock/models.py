"""The pages of the stock site: the same content in the same tree."""

from django.db import models
from wagtail import blocks
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page


@register_setting
class Footer(BaseSiteSetting):
    """Who answers for the site."""

    owner = models.CharField(max_length=255, default="UBND tỉnh Gia Lai")
    address = models.CharField(max_length=255, default="17 Trần Hưng Đạo, Pleiku")


class HomePage(Page):
    """The front page: what is new."""

    template = "stock/home.html"

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        articles = Article.objects.live().order_by("-date", "-id")
        context["articles"] = articles[:12]
        return context


class AgencyPage(Page):
    """The front page of an agency."""

    introduction = RichTextField(blank=True)
    name = models.CharField(max_length=255, default="")
    address = models.CharField(max_length=255, default="")
    template = "stock/agency.html"

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["articles"] = (
            Article.objects.live().descendant_of(self).order_by("-date", "-id")[:8]
        )
        return context


class IndexPage(Page):
    """A place of an agency's menu."""

    introduction = RichTextField(blank=True)
    template = "stock/index.html"


class HeadingBlock(blocks.StructBlock):
    """A heading."""

    text = blocks.CharBlock()
    level = blocks.CharBlock()

    class Meta:
        template = "stock/heading.html"


class Article(Page):
    """A text."""

    summary = models.TextField()
    date = models.DateField(db_index=True)
    source_name = models.CharField(max_length=255, default="")
    source_url = models.URLField(max_length=500, default="")
    body = StreamField([("heading", HeadingBlock()), ("paragraph", blocks.RichTextBlock())])
    template = "stock/article.html"
