"""Stands where the process is that opens files, and does what a test says instead.

FOLDER/network/media/viewing/child.py is written so that `python -m` finds it with FOLDER as root.
"""

from pathlib import Path

# The real process, in which `before` is said first.
REAL = """
import sys
from pathlib import Path
sys.path[:] = [{root!r}, *(each for each in sys.path if each not in ({folder!r}, ""))]
for name in [name for name in sys.modules if name.partition(".")[0] == "network"]:
    del sys.modules[name]
from network.media.viewing import archives, child
{before}
child.main(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:])
"""
# Another program in its place, which has the folder to write into.
OTHER = """
import json, os, sys
from pathlib import Path
folder = Path(sys.argv[2])
told = {{"parts": [{{"text": "a", "html": "a"}}], "notes": [], "pictures": []}}
told |= {{"shown": [], "clean_copy": "", "print_copy": ""}}
def tell(**changes): (folder / "result.json").write_text(json.dumps(told | changes))
{program}
"""


def install(folder: Path, program: str) -> None:
    """Put this program where the process is looked for."""
    place = folder / "network" / "media" / "viewing"
    place.mkdir(parents=True)
    (place / "child.py").write_text(program)
