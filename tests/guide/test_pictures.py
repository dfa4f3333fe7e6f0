"""The guide names pictures that are there, and every scene still has its screen and its use."""

import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from network.agencies.guard.rules import UrlAudience, rule_of
from network.agencies.models import Role
from network.demo.data import read_json
from tests.guide import networks
from tests.guide.camera import _packed
from tests.guide.pictures import GUIDE, ROOT, TOUR, release_now
from tests.guide.scenes import SCENES, path_of, toured
from tests.guide.templates import Taken, checksum_of, read_taken, write_taken

TEXTS = (ROOT / "README.md", ROOT / "docs" / "huong-dan.md", *sorted(GUIDE.glob("*.md")))
NAMED = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
LINKED = re.compile(r"(?<!!)\[[^\]]+\]\(([^)#\s]+)\)")
# 2.5 million for 45 scenes and the copies of the tour. More are: the pictures of files, 25 kB, of a
# page on a social network, 41 kB, of one that waits for approval, 32 kB, of a case, 46 kB, of the
# periods of reports, 35 kB with its copy; diary, reports and practices have four, 108 kB; the
# review list shows six items where one stood, 24 kB; relations and statuses to confirm, 60 kB.
MOST_BYTES = 3_000_000
# For each role, and for each part that is looked up.
MOST_WORDS = 1200


def named_in(text: Path) -> list[tuple[str, Path]]:
    """Return what a text says of its pictures, and where they lie."""
    found = NAMED.findall(text.read_text(encoding="utf-8"))
    return [(words, text.parent / address) for words, address in found]


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.stem)
def test_a_text_names_pictures_and_texts_that_are_there(text):
    assert named_in(text)
    for words, picture in named_in(text):
        assert words, picture
        with Image.open(picture) as opened:
            assert opened.format == "WEBP"
    for address in LINKED.findall(text.read_text(encoding="utf-8")):
        assert (text.parent / address).exists(), address


@pytest.mark.parametrize("text", sorted(GUIDE.glob("*.md")), ids=lambda text: text.stem)
def test_a_part_of_the_guide_is_read_in_a_quarter_of_an_hour(text):
    words = re.sub(r"!\[[^\]]*\]|\]\([^)]*\)", " ", text.read_text(encoding="utf-8")).split()
    assert len(words) <= MOST_WORDS


def test_every_scene_is_used_and_every_picture_has_its_scene():
    used = {picture.stem for text in TEXTS for _words, picture in named_in(text)} | toured()
    assert used == {scene.name for scene in SCENES}
    assert {picture.stem for picture in GUIDE.glob("*.webp")} == used
    assert {picture.stem for picture in TOUR.glob("*.webp")} == toured()
    assert len(SCENES) == len({scene.name for scene in SCENES})


def test_the_admin_shows_the_same_pictures():
    for name in toured():
        picture = f"{name}.webp"
        assert (TOUR / picture).read_bytes() == (GUIDE / picture).read_bytes(), name


def test_pictures_are_small():
    sizes = [path.stat().st_size for folder in (GUIDE, TOUR) for path in folder.glob("*.webp")]
    assert sum(sizes) < MOST_BYTES
    assert max(sizes) < 100_000


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_who_is_in_the_scene_may_still_open_its_screen(scene):
    assert path_of(scene).startswith("/")
    roles = {row["username"]: Role(row["role"]) for row in read_json("accounts.json")}
    if scene.user and path_of(scene).startswith("/admin/"):
        rule = rule_of(scene.address)
        assert rule is not None
        assert roles[scene.user] in rule.audience.value - UrlAudience.NOBODY.value


def test_an_unknown_scene_is_refused_before_anything_is_started():
    command = [sys.executable, "-m", "tests.guide.pictures", "khong-co"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "There is no scene khong-co.\n")


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_no_picture_is_older_than_its_templates_by_a_release(scene):
    taken = read_taken()[scene.name]
    assert not taken.is_outdated(release_now(), checksum_of(taken.templates)), "make guide"


def test_a_picture_is_outdated_once_a_release_passes_after_its_template_changed(tmp_path):
    template = tmp_path / "page.html"
    template.write_text("then")
    taken = Taken("1.0", checksum_of(["page.html"], tmp_path), ("page.html",))
    write_taken({"one": taken}, tmp_path / "taken.csv")
    assert read_taken(tmp_path / "taken.csv") == {"one": taken}
    template.write_text("now")
    changed = checksum_of(["page.html"], tmp_path)
    assert taken.is_outdated("1.1", changed)
    # In the release under way there is time to take it again, and an unchanged one stays good.
    assert not taken.is_outdated("1.0", changed)
    assert not taken.is_outdated("1.1", taken.checksum)


def test_a_stored_network_serves_only_the_day_and_the_files_it_was_made_of(tmp_path, monkeypatch):
    monkeypatch.setattr(networks, "STORED", tmp_path)
    assert networks.stored_note() == {}
    note = {"key": networks._key(), "portals_port": 8765}
    (tmp_path / networks._NOTE).write_text(json.dumps(note))
    assert networks.stored_note() == note
    (tmp_path / networks._NOTE).write_text(json.dumps(note | {"key": "of yesterday"}))
    assert networks.stored_note() == {}


def test_a_screen_is_packed_sharp_and_a_photograph_small():
    screen = Image.new("RGB", (400, 300), "white")
    ImageDraw.Draw(screen).text((20, 20), "Tủ sách pháp luật", fill="#0b4a82")
    noise = Image.effect_noise((400, 300), 80).convert("RGB")
    assert unpacked(screen).tobytes() == screen.tobytes()
    assert len(packed(noise)) < 100_000


def packed(picture):
    png = io.BytesIO()
    picture.save(png, "PNG")
    return _packed(png.getvalue())


def unpacked(picture):
    return Image.open(io.BytesIO(packed(picture))).convert("RGB")
