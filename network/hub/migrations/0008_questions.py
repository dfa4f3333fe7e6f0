"""Let the search know answered questions as a kind of their own."""

from django.db import migrations, models

# The triggers that take a withdrawn page's row away at once name the kinds a page may be. Their
# text is read from the database: whichever migration has written it last.
_ADD_KIND = """
DO $$
DECLARE
    written text;
BEGIN
    FOR written IN SELECT pg_get_functiondef(oid) FROM pg_proc
        WHERE proname LIKE 'hub\\_search\\_%' AND position('{old}' IN prosrc) > 0
    LOOP
        EXECUTE replace(written, '{old}', '{new}');
    END LOOP;
END $$;
"""
_OLD = "e.kind IN (''article'', ''agency''"
_NEW = "e.kind IN (''article'', ''question'', ''agency''"


class Migration(migrations.Migration):
    dependencies = [("hub", "0007_situations"), ("agency_sites", "0011_questions")]

    operations = [
        migrations.AlterField(
            model_name="searchentry",
            name="kind",
            field=models.CharField(
                choices=[
                    ("article", "Article of an agency"),
                    ("question", "Question and answer"),
                    ("document", "Legal document"),
                    ("card", "News of policies"),
                    ("agency", "Agency"),
                    ("place", "Commune or ward"),
                ],
                max_length=10,
            ),
        ),
        migrations.RunSQL(
            _ADD_KIND.format(old=_OLD, new=_NEW), _ADD_KIND.format(old=_NEW, new=_OLD)
        ),
    ]
