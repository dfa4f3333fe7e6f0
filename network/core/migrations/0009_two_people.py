"""Keep who prepared a row, and require who decided on it: a trigger function for any table.

Arguments of a trigger: a column, its values that somebody answers for (separated by commas; `*` for
any value), and the column that names this person. Where the table has a column `prepared_by`, people
can be added to it and not removed. Rows that were decided before the columns existed stay as they
are: the function asks when the value changes.
"""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION core_two_people() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    old_row jsonb := CASE WHEN TG_OP = 'UPDATE' THEN to_jsonb(OLD) ELSE '{}' END;
    new_row jsonb := to_jsonb(NEW);
    why text;
BEGIN
    IF NOT coalesce(new_row -> 'prepared_by' @> (old_row -> 'prepared_by'), true) THEN
        why := 'Whoever prepared a row stays named in it.';
    ELSIF (new_row ->> TG_ARGV[0] = ANY (string_to_array(TG_ARGV[1], ','))
            OR TG_ARGV[1] = '*' AND new_row ->> TG_ARGV[0] IS NOT NULL)
        AND new_row ->> TG_ARGV[0] IS DISTINCT FROM old_row ->> TG_ARGV[0]
        AND new_row ->> TG_ARGV[2] IS NULL THEN
        why := format('Nobody answers for %s %s.', TG_ARGV[0], new_row ->> TG_ARGV[0]);
    END IF;
    IF why IS NOT NULL THEN
        RAISE EXCEPTION '%', why USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0008_attempt_level")]
    operations = [migrations.RunSQL(FUNCTION, "DROP FUNCTION core_two_people();")]
