"""The pages of the stock site: the same content in the same tree."""

from django.db import models
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail import blocks
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageChooserBlock
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


class ImageBlock(blocks.StructBlock):
    """A picture."""

    image = ImageChooserBlock()
    alt_text = blocks.CharBlock()
    caption = blocks.CharBlock(required=False)

    class Meta:
        template = "stock/image.html"


class FileBlock(blocks.StructBlock):
    """A file to open."""

    document = DocumentChooserBlock()
    title = blocks.CharBlock(required=False)

    class Meta:
        template = "stock/file.html"


class ArticleTag(TaggedItemBase):
    """That an article is about something."""

    content_object = ParentalKey("Article", related_name="tagged_items")


class Article(Page):
    """A text."""

    summary = models.TextField()
    date = models.DateField(db_index=True)
    source_name = models.CharField(max_length=255, default="")
    source_url = models.URLField(max_length=500, default="")
    cover = models.ForeignKey(
        "wagtailimages.Image", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    cover_alt_text = models.CharField(max_length=250, default="")
    tags = ClusterTaggableManager(through=ArticleTag, blank=True)
    body = StreamField(
        [
            ("heading", HeadingBlock()),
            ("paragraph", blocks.RichTextBlock()),
            ("image", ImageBlock()),
            ("file", FileBlock()),
        ]
    )
    template = "stock/article.html"
