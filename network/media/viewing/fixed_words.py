"""Vietnamese words that converters write into the text of a file. Pure.

The text is stored in the language of the documents, and the processes that make it know no Django
and so no translations.
"""

CHART, DIAGRAM, DRAWING = "Biểu đồ", "Sơ đồ", "Hình vẽ"
PICTURE, OBJECT, EQUATION = "Hình ảnh", "Đối tượng nhúng", "Công thức"
FIELD = "Ô nhập của biểu mẫu"
# What a cell with a truth value says.
YES, NO = "Đúng", "Sai"


def omitted(what: str, name: str = "") -> str:
    """Return the sentence that stands in the text in place of something that is not shown."""
    called = f"{what} “{name}”" if name else what
    return f"[{called} không hiển thị trong bản đọc này]"


def back_label(number: str) -> str:
    """Return the label of the link that leads from a footnote back to its mark."""
    return f"Về chỗ gọi chú thích {number}"
