"""What of a text fits on one sheet."""

from network.hub.sharing.fitting import TextPart, available_lines, fit_parts

SENTENCE = "Người dân nộp hồ sơ ở bộ phận một cửa của xã."


def test_a_short_text_stands_there_whole():
    points = [TextPart("Ai được?", (SENTENCE, SENTENCE)), TextPart("Ở đâu?", (SENTENCE,))]
    assert fit_parts(points, lines=40) == fit_parts(points, lines=400)
    assert not fit_parts(points, lines=40).is_cut


def test_a_long_text_keeps_every_heading_with_its_first_sentences():
    points = [TextPart(f"Phần {n}", (f"{SENTENCE} " * 9, SENTENCE)) for n in range(6)]
    fitted = fit_parts(points, lines=40)
    assert fitted.is_cut
    assert [each.heading for each in fitted.points] == [each.heading for each in points]
    assert fitted.points[-1].paragraphs == (f"{SENTENCE} {SENTENCE}",)


def test_what_room_is_left_goes_to_the_first_points():
    points = [TextPart(f"Phần {n}", (SENTENCE, SENTENCE, SENTENCE)) for n in range(9)]
    fitted = fit_parts(points, lines=50)
    assert fitted.points[0] == points[0]
    assert fitted.points[-1] != points[-1]


def test_an_endless_paragraph_ends_with_a_word():
    fitted = fit_parts([TextPart("", ("chữ " * 5000,))], lines=30)
    assert fitted.is_cut
    assert fitted.points[0].paragraphs[0].endswith("chữ…")


def test_no_room_is_no_text():
    assert fit_parts([TextPart("", (SENTENCE * 50,))], lines=0).points == ()
    assert fit_parts([], lines=0).points == ()
    assert available_lines(title="x" * 3000, lead=[]) == 0
