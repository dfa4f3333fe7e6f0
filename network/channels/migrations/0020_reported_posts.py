"""Store the post or video that a citizen reported, beside the page that its link names."""

from django.conf import settings
from django.db import migrations, models


# As for the other URL columns: see `web_addresses` of network.oversight.
IS_WEB = (
    "ALTER TABLE channels_fakereport ADD CONSTRAINT channels_fakereport_post_url_is_web"
    " CHECK (post_url = '' OR post_url ~* '^https?://') NOT VALID",
    "ALTER TABLE channels_fakereport DROP CONSTRAINT channels_fakereport_post_url_is_web",
)


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0019_roles_end_with_the_agency'),
        ('channels', '0019_contested_pages'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='fakereport',
            name='fake_report_erased_as_a_whole',
        ),
        migrations.AddField(
            model_name='fakereport',
            name='post_url',
            field=models.URLField(blank=True, max_length=500, verbose_name='post or video'),
        ),
        migrations.AddConstraint(
            model_name='fakereport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('erased_at', None), models.Q(('url', ''), _negated=True), models.Q(('text', ''), _negated=True)), models.Q(('address_key', ''), ('answer', ''), ('answered_by_case', None), ('closed_at__isnull', False), ('erased_at__isnull', False), ('name', ''), ('picture', ''), ('post_url', ''), ('text', ''), ('url', '')), _connector='OR'), name='fake_report_erased_as_a_whole'),
        ),
        migrations.RunSQL(*IS_WEB),
    ]
