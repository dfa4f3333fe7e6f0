"""Sound in a text: its transcript is compulsory, and it may be taken to the loudspeaker."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from wagtail.blocks import StructValue
from wagtail.rich_text import RichText

from network.agencies.services import shared_collection
from network.media.models import AgencyDocument
from sites.blocks import AudioBlock
from sites.contents import article_content
from sites.models import ArticlePage
from tests.factories.sections import make_article, make_place, make_section

pytestmark = pytest.mark.django_db
SAID = "<p>Bà con ơi, mai tiêm chủng.</p>"


def make_sound(name: str = "ban-tin.mp3") -> AgencyDocument:
    return AgencyDocument.objects.create(
        title="Bản tin", file=ContentFile(b"ID3\x04", name=name), collection=shared_collection()
    )


@pytest.fixture
def article(db) -> ArticlePage:
    value = {"file": make_sound(), "title": "Bản tin sáng", "duration": "5:30", "transcript": SAID}
    return make_article(make_place(make_section()), body=[("audio", value)])


def test_it_is_heard_read_and_downloaded(client, article):
    text = client.get(article.url).content.decode()
    sound = AgencyDocument.objects.get()
    assert "<audio controls" in text
    assert 'preload="none"' in text
    assert f'src="{sound.url}"' in text
    assert f'href="{sound.url}" download' in text
    assert "Bà con ơi, mai tiêm chủng." in text
    opened = client.get(sound.url, headers={"Range": "bytes=0-1"})
    assert (opened.status_code, opened["Content-Type"]) == (206, "audio/mpeg")


def test_its_words_are_appraised(article):
    assert "Bà con ơi, mai tiêm chủng." in article_content(article).texts


@pytest.mark.parametrize(
    ("name", "transcript", "duration"),
    [("ban-tin.pdf", SAID, ""), ("ban-tin.mp3", "", ""), ("ban-tin.mp3", SAID, "5 phút")],
)
def test_a_sound_without_its_words_is_refused(name, transcript, duration):
    with pytest.raises(ValidationError):
        AudioBlock().clean(sound_block(name, transcript, duration))


def test_a_sound_with_its_words_is_taken():
    cleaned = AudioBlock().clean(sound_block("ban-tin.M4A", SAID, "0:03"))
    assert isinstance(cleaned["transcript"], RichText)


def sound_block(name: str, transcript: str, duration: str) -> StructValue:
    told = {"title": "Bản tin", "duration": duration, "transcript": transcript}
    value = AudioBlock().to_python(told)
    value["file"] = make_sound(name)
    return value
