"""Fill the search with a million made-up entries, all inside PostgreSQL.

Few texts are made and combined: what a search costs hangs on how many entries hold a word and on
how long their vectors are, not on what they say. Words are drawn with the skew of real text: the
first phrases stand in most entries, the last in one of thousands.
"""

import time
from collections.abc import Callable, Iterator

from django.db import connection

from network.hub.models import SearchEntry
from network.hub.search.words import exact_words, folded_words

TABLE = SearchEntry._meta.db_table
# The first is in nearly every text, the rest ever rarer.
SUBJECTS = (
    *("pháp luật", "quy định", "xử phạt", "vi phạm hành chính", "đất đai", "hướng dẫn", "thủ tục"),
    *(
        "người dân",
        "hộ tịch",
        "đăng ký kết hôn",
        "bảo hiểm y tế",
        "giao thông đường bộ",
        "lao động",
    ),
    *("hôn nhân và gia đình", "trẻ em", "hòa giải ở cơ sở", "khiếu nại", "tố cáo", "môi trường"),
    *("phòng cháy chữa cháy", "an ninh mạng", "bảo vệ rừng", "thuế thu nhập", "trợ giúp pháp lý"),
    *("nghĩa vụ quân sự", "căn cước công dân", "giấy phép lái xe", "tảo hôn", "nông thôn mới"),
)
PHRASES = [*SUBJECTS, *(f"chuyên đề {number}" for number in range(1000, 4000))]
TEXTS, TITLES = 20_000, 50_000
AGENCIES = 1_000
INDEXES = ("search_entry_folded", "search_entry_exact")


def fill(rows: int, *, report: Callable[[str], object] = lambda line: None) -> None:
    """Replace all entries by `rows` made-up ones, and build the indexes over them."""
    for label, statement in _steps(rows):
        begun = time.monotonic()
        with connection.cursor() as cursor:
            cursor.execute(statement)
        report(f"{label}: {time.monotonic() - begun:.1f} s")


def _steps(rows: int) -> Iterator[tuple[str, str]]:
    # Inside a transaction no index is made while foreign keys wait to be checked.
    yield "constraints", "SET CONSTRAINTS ALL IMMEDIATE;"
    yield "empty", f"TRUNCATE {TABLE} RESTART IDENTITY; SELECT setseed(0.5);"
    yield "drop indexes", "".join(f"DROP INDEX IF EXISTS {name};" for name in INDEXES)
    yield "phrases", _phrases()
    yield "texts", _made("load_text", TEXTS, 40)
    yield "titles", _made("load_title", TITLES, 4)
    yield "rows", _entries(rows)
    for name in INDEXES:
        column = name.rpartition("_")[2]
        yield (
            f"index {name}",
            f"SET maintenance_work_mem = '512MB'; CREATE INDEX {name} ON {TABLE}"
            f" USING gin ({column}) WITH (fastupdate = off);",
        )
    yield "analyze", f"ANALYZE {TABLE};"


def _phrases() -> str:
    values = ", ".join(
        f"({number}, '{' '.join(exact_words(each))}', '{' '.join(folded_words(each))}')"
        for number, each in enumerate(PHRASES)
    )
    return f"""
    DROP TABLE IF EXISTS load_phrase;
    CREATE TEMP TABLE load_phrase (n int PRIMARY KEY, exact text, folded text);
    INSERT INTO load_phrase VALUES {values};
    ANALYZE load_phrase;
    """  # noqa: S608


def _made(table: str, rows: int, phrases: int) -> str:
    """Return the SQL that makes texts of some phrases each, the first phrases the most often."""
    marked = (
        "array_to_tsvector(ARRAY(SELECT DISTINCT '=' || w"
        " FROM unnest(string_to_array({column}, ' ')) AS w))"
    )
    return f"""
    DROP TABLE IF EXISTS {table};
    CREATE TEMP TABLE {table} AS
    SELECT g.n, string_agg(p.exact, ' ') AS exact, string_agg(p.folded, ' ') AS folded
      FROM generate_series(0, {rows - 1}) AS g (n),
           LATERAL (SELECT floor({len(PHRASES)} * power(random(), 6))::int AS pick
                      FROM generate_series(1, {phrases} + 0 * g.n)) drawn
      JOIN load_phrase p ON p.n = drawn.pick
     GROUP BY g.n;
    ALTER TABLE {table} ADD PRIMARY KEY (n), ADD words tsvector, ADD titled tsvector,
        ADD titled_exact tsvector;
    UPDATE {table} SET words = to_tsvector('simple', folded),
        titled = {marked.format(column="folded")},
        titled_exact = to_tsvector('simple', exact) || {marked.format(column="exact")};
    ANALYZE {table};
    """  # noqa: S608


def _entries(rows: int) -> str:
    marks = """array_remove(ARRAY['~kind.' || kind, '~band.' || band, '~year.' || year, '~month.' ||
        to_char(day, 'YYYYMM'), '~day.' || to_char(day, 'YYYYMMDD'), '~topic.' || topic,
        '~level.' || level, '~agency.' || CASE WHEN kind IN ('article', 'agency') THEN agency END,
        '~status.' || CASE kind WHEN 'document' THEN status END], NULL)"""
    return f"""
    INSERT INTO {TABLE} (kind, key, title, names, url, text, topics, level, status, day,
                         folded, exact)
    SELECT kind, key, initcap(t.exact) || ' ' || key, '', '/bai/' || key || '/', b.exact,
           ARRAY[topic], level, CASE kind WHEN 'document' THEN status ELSE '' END, day,
           t.titled || t.words || b.words || array_to_tsvector({marks}),
           t.titled_exact || array_to_tsvector({marks})
      FROM (SELECT *, CASE WHEN kind IN ('agency', 'place') THEN 'lasting'
                           WHEN kind <> 'document' THEN year::text
                           WHEN status = 'expired' THEN 'lapsed' ELSE 'document' END AS band
              FROM (SELECT key, kind, day, extract(year FROM day)::int AS year,
                           1 + (key / 7) % 45 AS topic,
                           (ARRAY['central', 'provincial', 'commune'])[1 + (key / 3) % 3] AS level,
                           1 + (key / 11) % {AGENCIES} AS agency,
                           (ARRAY['in_force', 'expired', 'partly_expired', 'in_force', 'expired'])
                             [1 + (key / 5) % 5] AS status
                      FROM (SELECT key,
                                   CASE WHEN key % 1000 = 0 THEN 'agency'
                                        WHEN key % 20 < 3 THEN 'document'
                                        WHEN key % 20 < 10 THEN 'article'
                                        ELSE 'card' END AS kind,
                                   DATE '2026-11-25'
                                     - (3650 * power(random(), 1.5))::int AS day
                              FROM generate_series(1, {rows}) AS key) made) dated) e
      JOIN load_title t ON t.n = (e.key::bigint * 7919) % {TITLES}
      JOIN load_text b ON b.n = (e.key::bigint * 104729) % {TEXTS};
    """  # noqa: S608
