"""Put the hub's front page where Wagtail puts its welcome page, and give it the one Site."""

import uuid

from django.db import migrations

HUB_PATH = "00010001"


def create(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    Locale = apps.get_model("wagtailcore", "Locale")
    HubHomePage = apps.get_model("hub", "HubHomePage")
    content_type, _ = ContentType.objects.get_or_create(app_label="hub", model="hubhomepage")
    locale, _ = Locale.objects.get_or_create(language_code="vi")
    Site.objects.all().delete()
    Page.objects.filter(path__startswith=HUB_PATH).delete()
    Page.objects.filter(path="0001").update(numchild=1, locale=locale)
    Locale.objects.exclude(pk=locale.pk).delete()
    hub = HubHomePage.objects.create(
        title="Phổ biến, giáo dục pháp luật tỉnh Gia Lai",
        draft_title="Phổ biến, giáo dục pháp luật tỉnh Gia Lai",
        slug="hub",
        content_type=content_type,
        path=HUB_PATH,
        depth=2,
        numchild=0,
        url_path="/hub/",
        locale=locale,
        translation_key=uuid.uuid4(),
    )
    Site.objects.create(
        hostname="localhost", root_page_id=hub.pk, is_default_site=True, site_name="PBGDPL Gia Lai"
    )


def remove(apps, schema_editor):
    apps.get_model("wagtailcore", "Site").objects.all().delete()
    apps.get_model("hub", "HubHomePage").objects.all().delete()
    apps.get_model("wagtailcore", "Page").objects.filter(path="0001").update(numchild=0)


class Migration(migrations.Migration):
    dependencies = [("hub", "0001_initial"), ("wagtailcore", "0098_apitoken")]

    operations = [migrations.RunPython(create, remove)]
