"""Keep that a review was opened because the original of a translation changed."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0020_names_and_dates_of_decisions"),
        ("legal_updates", "0016_plain_words"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="pagereview",
            name="original_changed",
            field=models.BooleanField(db_default=False),
        ),
        migrations.AddConstraint(
            model_name="pagereview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("document", None), ("original_changed", False), _connector="OR"
                ),
                name="page_review_one_cause",
            ),
        ),
    ]
