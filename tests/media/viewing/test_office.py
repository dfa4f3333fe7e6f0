"""Office files are read by their own structure; what is dangerous is refused by name."""

from network.media.viewing.results import NoteKind, Refusal
from tests.factories.office import entry_of, outline_docx, slides_pptx, table_xlsx, with_entry

DOCUMENT = "word/document.xml"
TYPES = "[Content_Types].xml"


def test_an_outline_keeps_headings_lists_tables_and_pictures(read, tmp_path):
    reading = read(outline_docx())
    assert [part.title for part in reading.parts] == ["Phạm vi điều chỉnh", "Hòa giải viên"]
    first, second = (part.html for part in reading.parts)
    assert "<h2>" in first
    assert "<ul><li>Tự nguyện</li></ul>" in first
    assert "<h3>" in second
    assert "<table>" in second
    assert 'src="anh-1.webp"' in second
    assert (tmp_path / "made" / "anh-1.webp").stat().st_size > 0
    assert "Có phẩm chất tốt" in reading.parts[1].text
    assert dict(reading.notes)[NoteKind.AUTHOR] == "Trần Minh Khôi"
    assert NoteKind.NO_ALT_TEXT in dict(reading.notes)


def test_tracked_changes_and_hidden_text_are_told(read):
    text = entry_of(outline_docx(), DOCUMENT)
    mark = b'<w:ins w:id="1" w:author="K"><w:r><w:rPr><w:vanish/></w:rPr></w:r></w:ins>'
    changed = text.replace(b"</w:p>", mark + b"</w:p>", 2)
    notes = dict(read(with_entry(outline_docx(), DOCUMENT, changed)).notes)
    assert notes[NoteKind.TRACKED_CHANGES] == "2"
    assert notes[NoteKind.HIDDEN] == "2"


def test_a_table_shows_what_is_shown_and_names_what_is_hidden(read):
    reading = read(table_xlsx())
    (part,) = reading.parts
    assert part.title == "Mức chi"
    assert "<p>Mức chi hòa giải</p>" in part.html
    assert '<th scope="col">Mức (đồng)</th>' in part.html
    assert "<td>300.000</td>" in part.html
    assert "Nháp" not in part.html
    notes = dict(reading.notes)
    assert notes[NoteKind.HIDDEN] == "Nháp; Mức chi (4)"
    assert notes[NoteKind.COMMENTS] == "1"


def test_slides_are_read_one_by_one(read):
    reading = read(slides_pptx())
    (part,) = reading.parts
    assert part.title == "Kỹ năng lắng nghe"
    assert "<li>Không ngắt lời</li>" in part.html
    assert 'src="anh-1.webp"' in part.html
    notes = dict(reading.notes)
    assert notes[NoteKind.HIDDEN_SLIDES] == "2"
    assert notes[NoteKind.SPEAKER_NOTES] == "1"


def test_macros_are_refused_whatever_the_file_is_called(refusal):
    types = entry_of(outline_docx(), TYPES)
    macro = types.replace(b"wordprocessingml.document.main", b"ms-word.document.macroEnabled.main")
    assert refusal(with_entry(outline_docx(), TYPES, macro)) == Refusal.MACROS


def test_a_program_beside_the_text_is_refused(refusal):
    assert refusal(with_entry(table_xlsx(), "xl/vbaProject.bin", b"x")) == Refusal.MACROS


def test_a_bomb_is_refused_before_it_is_unpacked(refusal):
    assert refusal(with_entry(outline_docx(), "word/a.xml", b"0" * 50_000_000)) == Refusal.BOMB


def test_what_names_entities_is_refused(refusal):
    lol = b'<!DOCTYPE a [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]>' + b"<a>&b;</a>"
    assert refusal(with_entry(outline_docx(), "word/a.xml", lol)) == Refusal.BOMB


def test_what_fetches_from_elsewhere_is_refused(refusal):
    name = "word/_rels/document.xml.rels"
    away = (
        b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/image" Target="http://127.0.0.1/a.png" TargetMode="External"/>'
    )
    relations = entry_of(outline_docx(), name)
    hostile = relations.replace(b"</Relationships>", away + b"</Relationships>")
    assert refusal(with_entry(outline_docx(), name, hostile)) == Refusal.EXTERNAL


def test_a_password_and_an_old_program_are_told_apart(refusal):
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    assert refusal(old) == Refusal.OLD_FORMAT
    assert refusal(old + "EncryptedPackage".encode("utf-16-le")) == Refusal.ENCRYPTED


def test_what_is_cut_off_or_no_office_file_is_refused(refusal):
    assert refusal(outline_docx()[:3000]) == Refusal.BROKEN
