"""LibreOffice in a process of its own: it prints an office file to PDF, or saves it as another.

Run as `python -m network.media.viewing.office PROGRAM FILE FOLDER TARGET`; imports no Django. The
process bounds itself, looks whether the file is harmless, and becomes LibreOffice, which writes
FOLDER/TARGET/file.TARGET. A refusal is written as `child` writes it.
"""

import json
import os
import sys
from pathlib import Path

from .archives import office_kind, require_harmless
from .confinement import OFFICE_MEMORY, bound, forbid_network
from .lighter import write_lighter
from .results import RESULT, FileRefused

# How LibreOffice ends that has made its profile and wants to be started again.
AGAIN = 81
_FILTERS = {
    ("xlsx", "pdf"): 'pdf:calc_pdf_Export:{"SinglePageSheets":{"type":"boolean","value":"true"}}',
}
# Settings that no document may change: no macros, nothing from elsewhere, numbers as written here.
_SAFETY, _LOCALE = "/org.openoffice.Office.Common/Security/Scripting", "/org.openoffice.Setup/L10N"
_SETTINGS = (
    (_SAFETY, "DisableMacrosExecution", "true"),
    (_SAFETY, "BlockUntrustedRefererLinks", "true"),
    (_SAFETY, "DisableActiveContent", "true"),
    (_LOCALE, "ooSetupSystemLocale", "vi"),
)


def main(program: str, source: Path, folder: Path, target: str) -> None:
    """Become LibreOffice, with bounds. Exits if the kernel cannot cut the network off."""
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
    named = made / f"file.{kind}"
    if not named.exists():
        write_lighter(source, named)
    options = ["--headless", "--norestore", f"-env:UserInstallation={profile.as_uri()}"]
    wanted = ["--convert-to", _FILTERS.get((kind, target), target), "--outdir", str(made)]
    environment = {"PATH": os.defpath, "LANG": "C.UTF-8", "HOME": str(folder)}
    os.execve(program, [program, *options, *wanted, str(named)], environment)  # noqa: S606


def _make_profile(profile: Path) -> None:
    """Write the settings, unless LibreOffice has added its own already."""
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
