"""Call the root of the collections what it is here: the overseer's lists of files show its name."""

from django.db import migrations

NAMES = ("Root", "Toàn mạng lưới")


def rename(apps, before, after):
    found = apps.get_model("wagtailcore", "Collection").objects.filter(depth=1, name=before)
    found.update(name=after)


def name_root(apps, schema_editor):
    rename(apps, *NAMES)


def name_root_again(apps, schema_editor):
    rename(apps, *reversed(NAMES))


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0016_journal_roles"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [migrations.RunPython(name_root, name_root_again)]
