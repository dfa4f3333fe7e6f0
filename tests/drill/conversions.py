"""Office files that workers convert while machines are lost, and a row for each conversion.

A trigger of the drill writes a row whenever a conversion is committed as finished: a file that two
workers finished has two.
"""

import hashlib
from pathlib import Path

import psycopg

from tests.factories.office import saved
from tests.media.corpus.honest_office import text
from tests.scale.pages_bench import say

from .moving import Files

# Some seconds for each, and files enough to be at work for the whole of the drill.
CHAPTERS, COPIES = 4, 30
CHAPTER = [("Heading 1", "Hòa giải"), *[("Normal", "Hòa giải ở cơ sở là tự nguyện. " * 9)] * 12]
PRIVATE = "SELECT id, file FROM media_agencydocument WHERE NOT public ORDER BY id"
COPY = """
INSERT INTO media_agencydocument
SELECT (jsonb_populate_record(d, jsonb_build_object(
           'id', nextval(pg_get_serial_sequence('media_agencydocument', 'id')),
           'file', replace(d.file, '.txt', '-' || number || '.txt')))).*
  FROM media_agencydocument d, generate_series(1, %s) number WHERE NOT d.public
"""
RENAME = "UPDATE media_agencydocument SET file = %s WHERE id = %s"
COUNTING = """
CREATE TABLE drill_conversion (rendering bigint NOT NULL, state text NOT NULL);
CREATE FUNCTION drill_converted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO drill_conversion VALUES (NEW.id, NEW.state);
    RETURN NULL;
END $$;
CREATE TRIGGER drill_converted AFTER UPDATE ON media_rendering FOR EACH ROW
    WHEN (NEW.state <> 'waiting' AND NEW.finished_at IS DISTINCT FROM OLD.finished_at)
    EXECUTE FUNCTION drill_converted();
"""
COUNTED = """
SELECT (SELECT count(*) FROM drill_conversion),
       (SELECT count(DISTINCT rendering) FROM drill_conversion),
       (SELECT count(*) FROM media_rendering WHERE state = 'ready'),
       (SELECT count(*) FROM media_rendering WHERE state = 'refused'),
       (SELECT count(*) FROM media_rendering WHERE state = 'waiting'),
       (SELECT count(*) FROM media_rendering r WHERE state = 'ready' AND page_count <>
           (SELECT count(*) FROM media_renderedpage WHERE rendering_id = r.id AND version = 0))
"""


def to_convert(database: str, media: Path, files: Files) -> None:
    """Make office files of the documents that are not public, and count how they are converted."""
    with psycopg.connect(database) as connection:
        connection.execute(COUNTING)
        connection.execute(COPY, [COPIES])
        for number, name in connection.execute(PRIVATE).fetchall():
            changed = f"{name.removesuffix('.txt')}.docx"
            # Each is another file, or one would be converted for all.
            content = saved(text(("Normal", changed), *CHAPTER * CHAPTERS))
            (media / name).unlink(missing_ok=True)
            (media / changed).write_bytes(content)
            connection.execute(RENAME, [changed, number])
            files.hashes.pop(name, None)
            files.hashes[changed] = hashlib.sha256(content).hexdigest()


def are_converted_once(database: str) -> bool:
    """Say how many files were converted, and return whether some were, each once and in full."""
    with psycopg.connect(database) as connection:
        row = connection.execute(COUNTED).fetchone()
    assert row
    rows, once, ready, refused, waiting, torn = row
    say(
        f"conversions: ready {ready}, refused {refused}, waiting {waiting}, finished twice"
        f" {rows - once}, not written down {ready + refused - once}, of other pages {torn}"
    )
    return ready > 0 and rows == once == ready + refused and not refused and not torn
