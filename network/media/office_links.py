"""Targets of links and relations in office files, and which of them are allowed. Pure."""

import re
from urllib.parse import unquote

from .inspection.programs import runs_by_name

_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*):")
# URL schemes that start another program or a LibreOffice macro.
_STARTS_PROGRAMS = re.compile(
    r"\s*(?:ms-\w[\w-]*|search(?:-ms)?|shell|vbscript|mhtml|mk|its|ldap|smb|jar|macro|script|hcp"
    r"|vnd\.sun\.star\.\w+|slot|service|\.uno):",
    re.IGNORECASE,
)
# \\server, //server, file://server, file:///\\server. A drive (file:///C:\) is on the reader's own
# computer.
_ON_A_SERVER = re.compile(
    r"\s*(?:[\\/]{2}[^\\/]|file:(?:[\\/]{2}(?![\\/]|localhost/)|[\\/]{4,}))", re.IGNORECASE
)
_ON_A_DRIVE = re.compile(r"\s*(?:file:[\\/]*)?[A-Za-z]:[\\/]", re.IGNORECASE)


def is_remote(target: str) -> bool:
    """Return whether opening the target uses the network."""
    plain = unquote(target)
    if _ON_A_SERVER.match(plain):
        return True
    scheme = _SCHEME.match(plain)
    return bool(scheme and not _ON_A_DRIVE.match(plain) and scheme[1].lower() != "file")


def reads_nothing(kind: str, target: str) -> bool:
    """Return whether an external relation of an office file loads nothing automatically.

    This holds for hyperlinks, which need a click, and for a template on the author's own drive:
    Word writes its path into every file, and the template is not sent along.
    """
    if kind.endswith("/hyperlink"):
        return True
    is_own = not is_remote(target) and not runs_by_name(unquote(target))
    return kind.endswith("/attachedTemplate") and is_own


def may_be_clicked(target: str) -> bool:
    """Return whether a clicked link can only open a web page, a mail or a document."""
    plain = unquote(target)
    if _STARTS_PROGRAMS.match(plain) or _ON_A_SERVER.match(plain):
        return False
    scheme = _SCHEME.match(plain)
    is_file = not scheme or scheme[1].lower() == "file" or bool(_ON_A_DRIVE.match(plain))
    return not (is_file and runs_by_name(plain.partition("#")[0]))
