from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("hub", "0005_search_begins")]

    operations = [
        migrations.AlterModelOptions(
            name="hubhomepage",
            options={
                "verbose_name": "hub front page",
                "verbose_name_plural": "hub front pages",
            },
        ),
    ]
