"""The feeds of the benchmark: those of the reference generator where it is at hand, else our own.

Either writes `f/0000.xml` and so on; both are the same at every run.
"""

import datetime as dt
import os
import random
import subprocess
import sys
from email.utils import format_datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SHARED = Path(os.environ.get("PBGDPL_SHARED") or ROOT.parent / "shared")
GENERATOR = SHARED / "bench" / "gen_feeds.py"

_NEWEST = dt.datetime(2025, 6, 30, 17, tzinfo=dt.timezone(dt.timedelta(hours=7)))
_KINDS = (
    ("Nghị định", "NĐ-CP", "Chính phủ"),
    ("Quyết định", "QĐ-TTg", "Thủ tướng Chính phủ"),
    ("Thông tư", "TT-BTC", "Bộ Tài chính"),
    ("Kế hoạch", "KH-UBND", "Ủy ban nhân dân tỉnh Gia Lai"),
)
_SUBJECTS = (
    "quy định chi tiết một số điều của Luật Đất đai",
    "hỗ trợ nhà ở cho hộ nghèo, hộ cận nghèo",
    "phổ biến, giáo dục pháp luật trên địa bàn tỉnh",
    "bảo vệ và phát triển rừng bền vững",
)
_SENTENCE = (
    "Ủy ban nhân dân các xã, phường và các cơ quan, đơn vị liên quan chịu trách nhiệm thi hành "
    "văn bản này kể từ ngày ký; Sở Tư pháp chủ trì tuyên truyền đến cán bộ và người dân. "
)


def write_feeds(folder: Path, *, base: str, feeds: int, entries: int, newer: int = 0) -> None:
    """Write `feeds` feeds of `entries` entries each into `folder`; links begin with `base`.

    With `newer`, so many newer entries stand first in each feed and as many old ones fall out.
    """
    if not GENERATOR.exists():
        (folder / "f").mkdir(parents=True, exist_ok=True)
        for number in range(feeds):
            path = folder / "f" / f"{number:04d}.xml"
            path.write_text(_feed(number, base, entries, newer), encoding="utf-8")
        return
    command = [sys.executable, str(GENERATOR), str(folder), str(feeds), str(entries), "1"]
    command += ["--bump", str(newer)] if newer else []
    environment = {**os.environ, "BASE": base}
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)


def touch(folder: Path) -> None:
    """Give every feed new validators; not a byte of it changes."""
    for path in (folder / "f").iterdir():
        moment = path.stat().st_mtime + 60
        os.utime(path, (moment, moment))


def _feed(number: int, base: str, entries: int, newer: int) -> str:
    items = "".join(_item(number, base, -newer + index) for index in range(entries))
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
        f"<title>Cổng thông tin {number:04d}</title><link>{base}/s/{number:04d}/</link>"
        f"<description>Văn bản mới</description>{items}</channel></rss>"
    )


def _item(feed: int, base: str, index: int) -> str:
    chance = random.Random(f"{feed}/{index}")  # noqa: S311
    kind, symbol, issuer = chance.choice(_KINDS)
    name = f"{chance.randint(1, 4999)}/{chance.choice((2024, 2025))}/{symbol}"
    link = f"{base}/s/{feed:04d}/van-ban/{feed * 1000 + index + 100}.html"
    date = format_datetime(_NEWEST - dt.timedelta(hours=5 * index))
    return (
        f"<item><title>{kind} {name} của {issuer} {chance.choice(_SUBJECTS)}</title>"
        f'<link>{link}</link><guid isPermaLink="false">{feed:04d}-{index}</guid>'
        f"<pubDate>{date}</pubDate><description><![CDATA[<p>{_SENTENCE * 8}</p>]]></description>"
        "</item>"
    )
