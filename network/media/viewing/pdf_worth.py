"""Tell which PDF pages have a text of their own that is worth anything. No Django."""

import pypdfium2 as pdfium
import pypdfium2.raw as c

# One of so many letters may be unknown.
_LEAST_KNOWN = 50
# A picture that covers this part of a page is a scan.
_COVERING = 0.7
# A hyphen at the end of a line, and blanks.
_KNOWN_CONTROLS = (2, 9, 10, 13)


def has_unknown_letters(page: pdfium.PdfPage) -> bool:
    """Return whether the fonts do not say which letters many of the page's glyphs are."""
    text = page.get_textpage()
    codes = [c.FPDFText_GetUnicode(text.raw, at) for at in range(text.count_chars())]
    text.close()
    unknown = sum(code < ord(" ") and code not in _KNOWN_CONTROLS for code in codes)
    return _LEAST_KNOWN * unknown > len(codes)


def is_scan(page: pdfium.PdfPage) -> bool:
    """Return whether a picture covers the page. Text above it may be only a signature or a
    number."""
    width, height = page.get_size()
    for found in page.get_objects(filter=[c.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = found.get_bounds()
        if (right - left) * (top - bottom) >= _COVERING * width * height:
            return True
    return False
