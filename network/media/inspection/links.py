"""Where a link or a relation of an office file leads, and whether that may stay; pure."""

import re
from urllib.parse import unquote

from .programs import runs_by_name

_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*):")
# Addresses that another program answers, or that a macro of LibreOffice does.
_STARTS_PROGRAMS = re.compile(
    r"\s*(?:ms-\w[\w-]*|search(?:-ms)?|shell|vbscript|mhtml|mk|its|ldap|smb|jar|macro|script|hcp"
    r"|vnd\.sun\.star\.\w+|slot|service|\.uno):",
    re.IGNORECASE,
)
# \\server, //server, file://server, file:///\\server; a drive (file:///C:\) is the reader's own.
_ON_A_SERVER = re.compile(
    r"\s*(?:[\\/]{2}[^\\/]|file:(?:[\\/]{2}(?![\\/]|localhost/)|[\\/]{4,}))", re.IGNORECASE
)
_ON_A_DRIVE = re.compile(r"\s*(?:file:[\\/]*)?[A-Za-z]:[\\/]", re.IGNORECASE)


def is_remote(target: str) -> bool:
    """Return whether a target is fetched over the network."""
    plain = unquote(target)
    if _ON_A_SERVER.match(plain):
        return True
    scheme = _SCHEME.match(plain)
    return bool(scheme and not _ON_A_DRIVE.match(plain) and scheme[1].lower() != "file")


def reads_nothing(kind: str, target: str) -> bool:
    """Return whether a relation that leads out of an office file reads nothing by itself.

    That is a link that a reader clicks, and a template on the writer's own drive: Word notes its
    path in every file, and nobody can send that template along.
    """
    if kind.endswith("/hyperlink"):
        return True
    is_own = not is_remote(target) and not runs_by_name(unquote(target))
    return kind.endswith("/attachedTemplate") and is_own


def may_be_clicked(target: str) -> bool:
    """Return whether a link that a reader clicks opens a page, a mail or a document at most."""
    plain = unquote(target)
    if _STARTS_PROGRAMS.match(plain) or _ON_A_SERVER.match(plain):
        return False
    scheme = _SCHEME.match(plain)
    is_file = not scheme or scheme[1].lower() == "file" or bool(_ON_A_DRIVE.match(plain))
    return not (is_file and runs_by_name(plain.partition("#")[0]))
