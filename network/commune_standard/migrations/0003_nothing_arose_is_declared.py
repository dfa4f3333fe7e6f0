"""Let communes declare that they issued no documents: an empty register proved indicator 2.2."""

from django.db import migrations


def need_declaration(apps, schema_editor):
    indicators = apps.get_model("commune_standard", "CommuneIndicator")
    indicators.objects.filter(key="2.2", good="documents.posted").update(none_counts_as_met=False)


class Migration(migrations.Migration):
    dependencies = [("commune_standard", "0002_qd_27")]
    operations = [migrations.RunPython(need_declaration, migrations.RunPython.noop)]
