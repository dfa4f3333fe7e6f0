"""What the public lists look up: the folded words of a document, and where it applies.

The words are made by PostgreSQL, so that a table of 100,000 rows written in bulk has them too. The
letters are those that `network.core.text.fold` knows of Vietnamese, Jrai and Bahnar.
"""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models

MARKED = (
    "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđðčñƀĕĭŏŭ"
    "ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴĐÐČÑɃĔĬŎŬ"
)
BARE = 2 * "aaaaaaaaaaaaaaaaaeeeeeeeeeeeiiiiiooooooooooooooooouuuuuuuuuuuyyyyyddcnbeiou"
# PostgreSQL's parser takes "100/2019/N" for a file name and "a-b" for one word more.
SPLIT = "/-.\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
# What is left without a counterpart is dropped: combining marks.
DROPPED = "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323"
FUNCTION = f"""
CREATE FUNCTION legal_document_words(number text, title text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT to_tsvector('simple'::regconfig, lower(translate(
    number || ' ' || title, '{MARKED}{SPLIT}{DROPPED}', '{BARE}{len(SPLIT) * " "}')))
$$
"""

VALIDITIES = [
    ('undetermined', 'Undetermined'),
    ('not_yet', 'Not yet in force'),
    ('in_force', 'Still in force'),
    ('partly_expired', 'Partly expired'),
    ('expired', 'Wholly expired'),
    ('suspended', 'Out of force for now'),
    ('obsolete', 'No longer suitable'),
]


class Migration(migrations.Migration):
    dependencies = [("legal_updates", "0006_changes_stay")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION legal_document_words(text, text)"),
        migrations.AddField(
            model_name='legaldocument',
            name='words',
            field=models.GeneratedField(db_persist=True, expression=models.Func('number', 'title', function='legal_document_words'), output_field=django.contrib.postgres.search.SearchVectorField()),
        ),
        migrations.AddIndex(
            model_name='legaldocument',
            index=models.Index(fields=['scope', '-issued_on'], name='legal_document_scope'),
        ),
        migrations.AddIndex(
            model_name='legaldocument',
            index=django.contrib.postgres.indexes.GinIndex(fields=['words'], name='legal_document_by_words'),
        ),
        migrations.AlterField(
            model_name='legaldocument',
            name='validity',
            field=models.CharField(choices=VALIDITIES, default='undetermined', max_length=16, verbose_name='validity'),
        ),
        migrations.AlterField(
            model_name='relationtype',
            name='effect',
            field=models.CharField(choices=[('none', 'No effect'), ('amended', 'Amended'), ('expired', 'Wholly expired'), ('suspended', 'Out of force for now')], default='none', max_length=10, verbose_name='effect on the other document'),
        ),
        migrations.AlterField(
            model_name='validitychange',
            name='became',
            field=models.CharField(choices=VALIDITIES, max_length=16, verbose_name='validity after'),
        ),
        migrations.AlterField(
            model_name='validitychange',
            name='was',
            field=models.CharField(choices=VALIDITIES, max_length=16, verbose_name='validity before'),
        ),
    ]
