"""Wagtail calls the top of the page tree "Root"; the explorer and the choosers show that title."""

from django.db import migrations

TOP = {"path": "0001", "depth": 1}


def name(apps, schema_editor):
    apps.get_model("wagtailcore", "Page").objects.filter(**TOP, title="Root").update(
        title="Toàn mạng lưới", draft_title="Toàn mạng lưới"
    )


def restore(apps, schema_editor):
    apps.get_model("wagtailcore", "Page").objects.filter(**TOP, title="Toàn mạng lưới").update(
        title="Root", draft_title="Root"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0009_editorial_rules_changed"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(name, restore)]
