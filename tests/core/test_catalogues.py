"""Translations are compiled when, and only when, they have changed."""

import gettext
import os
from pathlib import Path

import pytest

from network.core.catalogues import CatalogueError, compile_catalogues

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "network" / "locale" / "vi" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    source = folder / "django.po"
    source.write_text(f'{HEAD}msgid "Agency"\nmsgstr "Cơ quan"\n')
    return source


def translated(source: Path, text: str) -> str:
    with source.with_suffix(".mo").open("rb") as compiled:
        return gettext.GNUTranslations(compiled).gettext(text)


def test_a_changed_translation_is_compiled_and_an_old_one_left(
    source: Path, tmp_path: Path
) -> None:
    compile_catalogues(tmp_path)
    assert translated(source, "Agency") == "Cơ quan"
    first = source.with_suffix(".mo").stat().st_mtime_ns
    compile_catalogues(tmp_path)
    assert source.with_suffix(".mo").stat().st_mtime_ns == first
    source.write_text(f'{HEAD}msgid "Agency"\nmsgstr "Đơn vị"\n')
    os.utime(source, ns=(first + 10**9, first + 10**9))
    compile_catalogues(tmp_path)
    assert translated(source, "Agency") == "Đơn vị"


def test_a_broken_catalogue_is_named(source: Path, tmp_path: Path) -> None:
    source.write_text(f"{HEAD}msgid Agency\n")
    with pytest.raises(CatalogueError, match=r"django\.po"):
        compile_catalogues(tmp_path)
    assert [path.name for path in source.parent.iterdir()] == ["django.po"]
