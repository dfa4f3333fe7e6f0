"""Templates of letters that the Department edits in Word."""

import io
import zipfile
from dataclasses import replace

import pytest
from docx import Document

from network.core.letter_files import TEMPLATES, BrokenTemplateError
from network.core.letters import letters_docx, letters_response

from .test_letters import LETTER


def text_of(content: bytes) -> str:
    return "\n".join(each.text for each in Document(io.BytesIO(content)).paragraphs)


@pytest.fixture
def own(settings, tmp_path):
    """A folder of the Department's with its own letter template, which a test changes."""
    settings.LETTER_TEMPLATES_DIR = str(tmp_path)
    path = tmp_path / "letter.docx"
    path.write_bytes((TEMPLATES / "letter.docx").read_bytes())

    def change(before: str, after: str) -> None:
        document = Document(path)
        for paragraph in document.paragraphs:
            if before in paragraph.text:
                paragraph.runs[0].text = paragraph.text.replace(before, after)
        document.save(path)

    return path, change


def test_what_the_department_writes_into_the_template_is_in_the_letter(own):
    own[1]("Kính gửi:", "Trân trọng kính gửi:")
    assert "Trân trọng kính gửi: Sở Y tế" in text_of(letters_docx([LETTER]))


def test_what_users_write_is_text_and_never_part_of_the_template():
    words = "A & B <w:br/> {{ letter.issuer }} {% if x %}"
    content = letters_docx([replace(LETTER, paragraphs=[words, "Hết./."])])
    assert words in text_of(content)


@pytest.mark.parametrize("tag", ["{{ letter.nobody }}", "{{ letter.issuer", "{% for %}"])
def test_a_broken_template_is_told_in_one_sentence(own, tag):
    own[1]("Kính gửi:", tag)
    with pytest.raises(BrokenTemplateError):
        letters_docx([LETTER])
    response = letters_response(name="thu", letters=[LETTER])
    assert response.status_code == 500
    assert response.content.decode() == (
        "Không dùng được mẫu văn bản “letter.docx”: đề nghị đơn vị vận hành hệ thống sửa lại mẫu."
    )


def test_a_file_that_is_no_document_is_told_too(own):
    own[0].write_bytes(b"no document")
    with pytest.raises(BrokenTemplateError):
        letters_docx([LETTER])


def test_a_template_reaches_nothing_but_the_letter(own):
    own[1]("Kính gửi:", "{{ letter.__class__.__mro__ }}")
    with pytest.raises(BrokenTemplateError):
        letters_docx([LETTER])


def test_the_templates_are_documents_that_word_opens():
    for path in sorted(TEMPLATES.glob("*.docx")):
        assert zipfile.ZipFile(path).testzip() is None
