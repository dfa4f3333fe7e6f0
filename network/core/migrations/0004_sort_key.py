"""Vietnamese names in the order of the alphabet, on a PostgreSQL that has no ICU.

The same key as `network.core.text.sort_key`: syllable by syllable, the letters first (each as one
ASCII character, in the order a ă â b ...), then their tones. Letters beyond those of Vietnamese and
of the province's languages keep their code points and come last.
"""

from django.db import migrations

LETTERS = (
    "aàảãáạăằẳẵắặâầẩẫấậbƀcdđeèẻẽéẹêềểễếệfghiìỉĩíịjklmnoòỏõóọôồổỗốộơờởỡớợpqr"
    "stuùủũúụưừửữứựvwxyỳỷỹýỵz0123456789ðčĕĭŏŭñäëïöüçåšžńś"
)
RANKS = (
    r"AAAAAABBBBBBCCCCCCDEFGHIIIIIIJJJJJJKLMNNNNNNOPQRSTTTTTTUUUUUUVVVVVVWXY"
    r"Z[\\\\\\]]]]]]^_`aaaaaab0123456789HFINT\SAINT\FAZbSZ"
)
TONES = (
    "0123450123450123450000001234501234500001234500000012345012345012345000"
    "0001234501234500001234500000000000066666366666666644"
)

SORT_KEY = f"""
CREATE FUNCTION core_sort_key(name text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(
        string_agg(
            translate(syllable, '{LETTERS}', '{RANKS}') || ' ' ||
            translate(syllable, '{LETTERS}', '{TONES}'),
            ' ' ORDER BY place
        ), '') COLLATE "C"
    FROM regexp_split_to_table(
        regexp_replace(lower(normalize(name)), '[''’ʼ‘`]', '', 'g'), '[^[:alnum:]]+'
    ) WITH ORDINALITY AS part(syllable, place)
    WHERE syllable <> ''
$$"""
# "Lê Thị Ngọc Lam" as "Lam Lê Thị Ngọc".
PERSON_SORT_KEY = r"""
CREATE FUNCTION core_person_sort_key(full_name text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT core_sort_key(regexp_replace(trim(full_name), '^(.*)\s(\S+)$', '\2 \1'))
$$"""


class Migration(migrations.Migration):
    dependencies = [("core", "0003_expiring_pages")]

    operations = [
        migrations.RunSQL(SORT_KEY, "DROP FUNCTION core_sort_key(text)"),
        migrations.RunSQL(PERSON_SORT_KEY, "DROP FUNCTION core_person_sort_key(text)"),
    ]
