"""Press and broadcasts add up, and money is told by the diary; as ../data has it since."""

from django.db import migrations

# Before and after, by code: kind and source.
LINES = {
    "2.7": (("count", "activities.so_tin_bai_bao_chi"), ("sum", "activities.so_tin_bai_bao_chi")),
    "2.8": (("count", "activities.so_lan_phat_thanh"), ("sum", "activities.so_lan_phat_thanh")),
    "3.4": (("money", ""), ("money", "activities.kinh_phi")),
    "3.4a": (("money", ""), ("money", "activities.kinh_phi_xa_hoi_hoa")),
}


def change(apps, schema_editor):
    """Change the lines of the first form, unless a period uses it: then it stays."""
    lines = apps.get_model("reporting", "Indicator").objects.filter(
        indicator_set__key="pbgdpl-1", indicator_set__periods=None
    )
    for code, (before, after) in LINES.items():
        found = lines.filter(code=code, kind=before[0], source=before[1])
        for row in found:
            row.kind, row.source = after
            row.save(update_fields=["kind", "source"])


class Migration(migrations.Migration):
    dependencies = [("reporting", "0002_rules")]
    operations = [migrations.RunPython(change, migrations.RunPython.noop)]
