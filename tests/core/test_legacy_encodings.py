"""Old and damaged Vietnamese is found and read; sound text of any language is left alone."""

import time
import unicodedata
from collections.abc import Callable

import pytest

from network.core.legacy_encodings import (
    TCVN3_LETTERS,
    VNI_LETTERS,
    LegacyEncoding,
    detect_legacy_encoding,
    tcvn3_to_unicode,
    to_unicode,
)
from tests.moderation.hints.corpus import demo_contents, legal_titles, needs_titles

MOTTO = "Cộng hòa xã hội chủ nghĩa Việt Nam"
# Letters that one encoding writes in more than one way: the way its keyboards wrote them.
TO_TCVN3 = {letter: code for code, letter in TCVN3_LETTERS.items()}
TO_VNI = {
    letter: written
    for written, letter in VNI_LETTERS.items()
    if written.islower() == letter.islower()
}
# windows-1252 leaves five bytes free; browsers keep them as control characters.
FREE_IN_1252 = {0x81, 0x8D, 0x8F, 0x90, 0x9D}


def in_tcvn3(text: str) -> str:
    """Capitals with tones are small letters in a font of capitals."""
    return "".join(TO_TCVN3.get(char) or TO_TCVN3.get(char.lower(), char) for char in text)


def in_vni(text: str) -> str:
    return "".join(TO_VNI.get(char, char) for char in text)


def as_1252(text: str) -> str:
    return "".join(
        chr(byte) if byte in FREE_IN_1252 else bytes([byte]).decode("cp1252")
        for byte in text.encode()
    )


def as_437(text: str) -> str:
    return text.encode().decode("cp437")


WRITERS: dict[LegacyEncoding, Callable[[str], str]] = {
    LegacyEncoding.TCVN3: in_tcvn3,
    LegacyEncoding.VNI: in_vni,
    LegacyEncoding.UTF8_AS_1252: as_1252,
    LegacyEncoding.UTF8_AS_437: as_437,
}


def sound_texts() -> list[str]:
    """Titles and paragraphs in Unicode; ETH in some titles is damage of another kind."""
    paragraphs = [text for content in demo_contents() for text in (content.title, *content.texts)]
    texts = [unicodedata.normalize("NFC", text) for text in [*legal_titles(), *paragraphs]]
    return [text for text in texts if not {"ð", "Ð"} & set(text)]


@pytest.mark.parametrize(
    ("written", "encoding", "meant"),
    [
        ("Céng hßa x· héi chñ nghÜa ViÖt Nam", LegacyEncoding.TCVN3, MOTTO),
        ("CéNG HßA X· HéI CHñ NGHÜA VIÖT NAM", LegacyEncoding.TCVN3, MOTTO.upper()),
        ("UBND x· Ia Kha ®· häp d©n", LegacyEncoding.TCVN3, "UBND xã Ia Kha đã họp dân"),
        ("Bµ con nªn gi÷ giÊy tê", LegacyEncoding.TCVN3, "Bà con nên giữ giấy tờ"),
        ("Thñ t−íng ChÝnh phñ", LegacyEncoding.TCVN3, "Thủ tướng Chính phủ"),
        ("QuyÕt ®Þnh cña Bé trëng", LegacyEncoding.TCVN3, "Quyết định của Bộ trưởng"),
        ("Ñoäc laäp - Töï do - Haïnh phuùc", LegacyEncoding.VNI, "Độc lập - Tự do - Hạnh phúc"),
        ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", LegacyEncoding.VNI, MOTTO),
        ("COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM", LegacyEncoding.VNI, MOTTO.upper()),
        ("Aùnh saùng phaùp luaät", LegacyEncoding.VNI, "Ánh sáng pháp luật"),
        ("Cá»™ng hÃ²a", LegacyEncoding.UTF8_AS_1252, "Cộng hòa"),
        ("Quß║¡n Ba ─É├¼nh", LegacyEncoding.UTF8_AS_437, "Quận Ba Đình"),
    ],
)
def test_a_legacy_text_is_found_and_read(
    written: str, encoding: LegacyEncoding, meant: str
) -> None:
    assert detect_legacy_encoding(written) is encoding
    assert to_unicode(written, encoding) == meant


@pytest.mark.parametrize(
    "text",
    [
        MOTTO,
        unicodedata.normalize("NFD", MOTTO),
        "Hôm nay có hai cô đi",
        "Tôi không có nhà, chỉ có bò và trâu.",
        "Ơi ơ̆ hơdrơ̆m ƀuôn ană plei, ñu nao pơ plơi kơ̆ bruă.",
        "Čư̆ H'mŭ, čar Gia Lai: ñu ngă bruă mơnuih ƀôn sang",
        "Ñu ñam ñang ñôm ñu",
        "Đê̆ kô̆ bơngai Bahnar ƀôk Kiơm jing kon pơlei, ñam ôh",
        "Le café et le thé sont très chers à l'école où je suis né.",
        "Où est né René ? Là, à côté du blé.",
        "« été », « né », « thé »",
        "A naïve résumé at the café; 5 µm and 6 µm.",
        "La señora compró más piñas este año.",
        "Müller fährt mit schönen Grüßen über die Brücke.",
        "Señor Muñoz vivía con niños pequeños en España.",
        "Tơring čar Gia Lai hơmâo gru grua hiam, ñu djru ƀing gơmơi pơđĭ kyar.",
        "Nhiệt độ −5 °C, từ 10−20 μm.",
        "Straße über Größe, Öl und Äpfel; „Ä‘ und “Ô”.",
        "· Một việc\n· Hai việc",
        "",
    ],
)
def test_sound_text_is_left_alone(text: str) -> None:
    assert detect_legacy_encoding(text) is None


@needs_titles
def test_no_title_and_no_paragraph_is_a_false_alarm() -> None:
    texts = sound_texts()
    assert len(texts) > 1_500
    assert [text for text in texts if detect_legacy_encoding(text)] == []


@needs_titles
@pytest.mark.parametrize("encoding", list(LegacyEncoding))
def test_whole_corpus_is_found_and_comes_back(
    encoding: LegacyEncoding, record_property: Callable[[str, object], None]
) -> None:
    texts = [text for text in sound_texts() if len(text.split()) >= 6 and not text.isascii()]
    written = [WRITERS[encoding](text) for text in texts]
    found = sum(detect_legacy_encoding(text) is encoding for text in written)
    meant = [to_unicode(text, encoding) for text in written]
    if encoding is LegacyEncoding.TCVN3:
        # No code for "Ủ": only words all in capitals say that they are.
        same_case = sum(a == b for a, b in zip(meant, texts, strict=True))
        assert same_case >= 0.95 * len(texts)
        meant, texts = [t.lower() for t in meant], [t.lower() for t in texts]
    exact = sum(a == b for a, b in zip(meant, texts, strict=True))
    record_property(encoding.value, f"{found} of {len(texts)} found, {exact} exact")
    assert found >= 0.99 * len(texts)
    assert exact == len(texts)


def test_tcvn3_survives_the_cleaning_that_turns_eth_into_dyet() -> None:
    assert tcvn3_to_unicode("bĐ Lan häc líp ba") == "bé Lan học lớp ba"


@pytest.mark.parametrize("seed", ["aù", "Ã¡»", "ß║", "é ", "x·", "\xad", "Ð", "ôù", "A\x90"])
def test_time_grows_with_the_length_only(seed: str) -> None:
    def seconds(text: str) -> float:
        start = time.process_time()
        for encoding in LegacyEncoding:
            to_unicode(text, encoding)
        detect_legacy_encoding(text)
        return time.process_time() - start

    text = seed * (15_000 // len(seed))
    short = min(seconds(text) for _ in range(3))
    # Four times the text: 4 where time is linear, 16 where it is quadratic.
    assert any(seconds(text * 4) < 9 * max(short, 0.002) for _ in range(3))
