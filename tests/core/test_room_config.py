"""An app registers what it offers, then what its folders offer."""

import importlib

from network.core.rooms import RoomConfig

RECORD = "from {room} import CALLS\n\n\ndef register():\n    CALLS.append(__name__)\n"


def test_the_app_is_registered_before_its_folders(tmp_path, monkeypatch):
    room = tmp_path / "a_room"
    for folder in (room, room / "desk", room / "desk" / "inner", room / "cases"):
        folder.mkdir()
        (folder / "__init__.py").write_text("CALLS = []\n")
        (folder / "registrations.py").write_text(RECORD.format(room="a_room"))
    monkeypatch.syspath_prepend(tmp_path)
    module = importlib.import_module("a_room")
    RoomConfig("a_room", module).ready()
    assert module.CALLS == [
        "a_room.registrations",
        "a_room.cases.registrations",
        "a_room.desk.registrations",
        "a_room.desk.inner.registrations",
    ]
