"""Child process that becomes LibreOffice and converts an office file, e.g. to PDF.

Run as `python -m network.media.viewing.office PROGRAM FILE FOLDER TARGET`; imports no Django. It
sets its limits, checks that the file is harmless, and execs LibreOffice, which writes
FOLDER/TARGET/file.TARGET. A refusal is written in the same format as in `child`.
"""

import json
import os
import sys
from pathlib import Path

from .archives import office_kind, require_harmless
from .confinement import OFFICE_MEMORY, bound, forbid_network
from .lighter import write_lighter
from .results import RESULT, FileRefused

# Exit code of LibreOffice after it has created its profile and asks to be restarted.
AGAIN = 81
_FILTERS = {
    ("xlsx", "pdf"): 'pdf:calc_pdf_Export:{"SinglePageSheets":{"type":"boolean","value":"true"}}',
}
# Settings that no document can override: no macros, no external content, Vietnamese number format.
_SAFETY, _LOCALE = "/org.openoffice.Office.Common/Security/Scripting", "/org.openoffice.Setup/L10N"
_SETTINGS = (
    (_SAFETY, "DisableMacrosExecution", "true"),
    (_SAFETY, "BlockUntrustedRefererLinks", "true"),
    (_SAFETY, "DisableActiveContent", "true"),
    (_LOCALE, "ooSetupSystemLocale", "vi"),
)


def main(program: str, source: Path, folder: Path, target: str) -> None:
    """Set the limits and exec LibreOffice. Exits if the kernel cannot block the network."""
    bound(OFFICE_MEMORY)
    if not forbid_network():
        sys.exit("The kernel keeps no program off the network here.")
    try:
        with source.open("rb") as file:
            kind = office_kind(file)
            require_harmless(file)
    except FileRefused as refused:
        (folder / RESULT).write_text(json.dumps({"refusal": refused.refusal}), encoding="utf-8")
        return
    made, profile = folder / target, folder / "profile"
    made.mkdir(exist_ok=True)
    _make_profile(profile)
    # A file saved in its own format must not be written over while it is read.
    named = (made / "from" if kind == target else made) / f"file.{kind}"
    named.parent.mkdir(exist_ok=True)
    if not named.exists():
        write_lighter(source, named)
    options = ["--headless", "--norestore", f"-env:UserInstallation={profile.as_uri()}"]
    wanted = ["--convert-to", _FILTERS.get((kind, target), target), "--outdir", str(made)]
    environment = {"PATH": os.defpath, "LANG": "C.UTF-8", "HOME": str(folder)}
    os.execve(program, [program, *options, *wanted, str(named)], environment)  # noqa: S606


def _make_profile(profile: Path) -> None:
    """Write the settings file of the profile, unless it exists already."""
    (profile / "user").mkdir(parents=True, exist_ok=True)
    settings = profile / "user" / "registrymodifications.xcu"
    if settings.exists():
        return
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value>'
        "</prop></item>"
        for path, name, value in _SETTINGS
    )
    settings.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>',
        encoding="utf-8",
    )


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4])
