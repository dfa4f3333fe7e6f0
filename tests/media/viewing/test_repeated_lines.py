"""Running heads and page numbers of scans, which are known by their words alone."""

from network.media.viewing.page_text import Fate
from network.media.viewing.repeated_lines import without_repeated
from network.media.viewing.results import ReadingPart

HEAD, FOOT = "Sổ tay hòa giải viên", "Sở Tư pháp tỉnh Gia Lai"


def page(*lines: str, fate: Fate = Fate.RECOGNISED) -> ReadingPart:
    html = "".join(f"<p>{line}</p>" for line in lines)
    return ReadingPart(text="\n".join(lines), html=html, fate=fate)


def texts(*pages: ReadingPart) -> list[str]:
    kept = without_repeated(pages)
    for part in kept:
        assert part.html == "".join(f"<p>{line}</p>" for line in part.text.splitlines() if line)
    return [part.text for part in kept]


def test_running_heads_and_feet_are_read_once():
    # The machine takes one letter for another.
    heads = (HEAD, "Số tay hòa giải viên", HEAD)
    pages = [page(head, f"Khoản {n}.", FOOT, str(n)) for n, head in enumerate(heads, start=1)]
    assert texts(*pages) == [f"{HEAD}\nKhoản 1.\n{FOOT}", "Khoản 2.", "Khoản 3."]


def test_page_numbers_are_left_out_and_lines_that_count_are_not():
    pages = [page(f"Điều {n}. Họp", f"Khoản {n}.", f"- {n} -") for n in (1, 2, 3)]
    assert texts(*pages) == [f"Điều {n}. Họp\nKhoản {n}." for n in (1, 2, 3)]


def test_a_word_that_every_page_begins_with_is_no_head():
    pages = [page("Hỏi:", f"Ai nộp đơn số {n}?") for n in (1, 2, 3)]
    assert texts(*pages) == [part.text for part in pages]


def test_first_lines_of_several_texts_in_one_file_stay():
    begin = ("ỦY BAN NHÂN DÂN PHƯỜNG", "Độc lập - Tự do - Hạnh phúc")
    pages = [page(*begin, f"Quyết định {n}") for n in (1, 2, 3)]
    assert texts(*pages) == ["\n".join((*begin, f"Quyết định {n}")) for n in (1, 2, 3)]


def test_what_two_pages_begin_with_and_what_a_file_says_itself_stays():
    two = [page(HEAD, "Khoản 1."), page(HEAD, "Khoản 2.")]
    own = [page(HEAD, f"Khoản {n}.", fate=Fate.AS_IT_IS) for n in (3, 4, 5)]
    assert texts(*two, *own) == [part.text for part in (*two, *own)]
