"""Pages that lead readers away, each in another disguise: sources are fetched, pages read and old
addresses checked by the worker, and what was public for a moment only is found too."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from aggregator import tasks
from aggregator.models import LibraryItem, Source
from sites.links.services import sync_link_checks
from sites.models import LinkCheck
from sites.tasks import check_due_links
from tests.factories.owning import owning
from tests.factories.portals import Answer, Portal, entry, make_feed
from tests.factories.sections import make_source

HTML = {"Content-Type": "text/html; charset=utf-8"}
TITLES = [
    "Hội thi tìm hiểu Luật Đất đai thu hút sáu trăm đoàn viên",
    "Phường Hội Phú mở phiên tòa giả định cho học sinh",
    "Xã Ia Grai trao tủ sách pháp luật cho mười thôn làng",
]
GAMBLING = "<p>Nhà cái uy tín, chơi tài xỉu và nổ hũ ngay, tặng tiền khi đăng ký."
PATIENCE, MOST_ROUNDS = 120, 150
JOBS = ("aggregator.refresh_batch", "aggregator.read_page", "sites.check_link")


def story(number: int, more: str = "", head: str = "") -> Answer:
    """Return a long article; scripts of short pages are looked at more closely."""
    title = TITLES[number]
    text = (
        f"<h1>{title}</h1><p>Sáng nay, {title.lower()}. {'Người dân lắng nghe. ' * 300}</p>{more}"
    )
    return 200, HTML, f"<!doctype html><title>{title}</title>{head}{text}".encode()


def script(text: str) -> Answer:
    return story(0, f"<script>{text}</script>")


LOCATIONS = {
    "joined": "var a='h'+'tt'+'ps'+':'+'//ca'+'sino.bet';window['loc'+'ation']=a",
    "numbers": "var u=[104,116,116,112,115,58,47,47,99,97,115,105,110,111,46,98,101,116].map("
    "function(c){return String.fromCharCode(c)}).join('');location=u",
    "reversed": "var s='teb.onisac//:sptth';location.href=s.split('').reverse().join('')",
    "base64": "var x=atob('aHR0cHM6Ly9jYXNpbm8uYmV0');setTimeout(()=>{document.location=x},9)",
    "per cent": "const k='68747470733a2f2f636173696e6f2e626574'.replace(/../g,'%$&');"
    "self.location=decodeURIComponent(k)",
    "another name": "(function(w){w.location.assign('https:'+'//casino'+'.bet')})(window)",
    "taken apart": "const {location:l}=window;l.href='https://casino.bet/'",
    "in brackets": "window.top['location']['replace'](`https://${'casino'}.bet`)",
}
ATTACKS = {f"location, {name}": script(text) for name, text in LOCATIONS.items()} | {
    "form": story(0, "<form id=f action='https://casino.bet/'></form><script>f.submit()</script>"),
    "form, at load": story(
        0,
        "<form action='//casino.bet/go' method=post></form>"
        "<script>window.onload=function(){document.forms[0].submit()}</script>",
    ),
    "form, made": script(
        "var f=document.createElement('form');f.action='https://casino.bet/';"
        "document.body.appendChild(f);f.submit()"
    ),
    "form, clicked": story(
        0,
        "<form action='https://casino.bet/'><input type=submit id=b></form>"
        "<script>document.getElementById('b').click()</script>",
    ),
    "form, asked for": story(
        0,
        "<form action='https://casino.bet/'></form><script>document.forms[0].requestSubmit()</script>",
    ),
    "frame": story(0, "<iframe src='https://casino.bet/' style='position:fixed;inset:0'></iframe>"),
    "frame, written": script(
        'document.body.innerHTML=\'<iframe src="https://casino.bet" style="width:100vw"></iframe>\''
    ),
    "refresh without scripts": story(
        0, head="<noscript><meta http-equiv=refresh content='0;url=https://casino.bet/'></noscript>"
    ),
    "words with dots": story(
        0, "<p>" + "N.h.à c.á.i uy tín. Tai xiu doi thuong, no hu online. " * 3
    ),
    "plain text": (200, {"Content-Type": "text/plain"}, (TITLES[0] + GAMBLING * 3).encode()),
    "bytes": (200, {"Content-Type": "application/octet-stream"}, story(0, GAMBLING * 3)[2]),
}
HONEST = {
    "search form": story(
        0,
        "<form action='https://www.google.com/search'><input name=q></form>"
        "<form id=s action='/tim-kiem'></form><script>s.submit()</script>",
    ),
    "film": story(
        0, "<iframe width=560 height=315 src='https://www.youtube.com/embed/x'></iframe>"
    ),
}
# What public addresses answer later; those that hold nothing else are told by their redirects.
LATER = {
    "leads to a foreign website": (302, {"Location": "http://localhost:PORT/x"}, b""),
    "is gone": (404, {}, b""),
    "is a list of other news": (
        200,
        HTML,
        b"<title>Tin</title>"
        + "".join(f"<h3><a href=/t/{n}>Bản tin tuần thứ {n}</a></h3>" for n in range(30)).encode(),
    ),
    "leads to the front page": (302, {"Location": "/"}, b""),
    "shows gamblers": story(0, GAMBLING),
}


@pytest.fixture
def was_public(committed: None) -> Iterator[list[str]]:
    """The links of all items that have been public, if only for a moment; filled by `work`."""
    found: list[str] = []
    with owning(), connection.cursor() as cursor:
        cursor.execute(_NOTE)
    yield found
    with owning(), connection.cursor() as cursor:
        cursor.execute("DROP FUNCTION note_public CASCADE; DROP TABLE was_public")


# Whatever a run that was killed has left.
_NOTE = """
DROP FUNCTION IF EXISTS note_public CASCADE;
DROP TABLE IF EXISTS was_public;
CREATE TABLE was_public (link text);
CREATE FUNCTION note_public() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN INSERT INTO was_public VALUES (NEW.link); RETURN NEW; END $$;
CREATE TRIGGER note_public AFTER INSERT OR UPDATE ON aggregator_libraryitem
FOR EACH ROW WHEN (NEW.status = 'published') EXECUTE FUNCTION note_public();
"""


def work(noted: list[str]) -> None:
    """Let a worker do all that is queued, with what that queues in turn for a later moment."""
    left = ProcrastinateJob.objects.filter(status="todo", task_name__in=JOBS)
    with ThreadPoolExecutor(1) as thread:
        for _round in range(MOST_ROUNDS):
            if not left.exists():
                break
            with connection.cursor() as cursor:
                cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL")
            connector = app.connector.get_worker_connector()
            with app.replace_connector(connector) as working:
                thread.submit(asyncio.run, run(working)).result(PATIENCE)
    with owning(), connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT link FROM was_public")
        noted[:] = [link for (link,) in cursor.fetchall()]


async def run(working: app.__class__) -> None:
    async with working.open_async():
        await working.run_worker_async(
            concurrency=2, wait=False, install_signal_handlers=False, listen_notify=False
        )


def publish(portal: Portal, answers: dict[str, Answer]) -> dict[str, str]:
    """Let a trusted source for each answer bring an article that answers so, and two others.

    Return the addresses of the articles by the names of the answers.
    """
    addresses = {}
    for key, (name, answer) in enumerate(answers.items()):
        links = [f"{portal.url}/{key}/{number}.html" for number in range(3)]
        told = [f"{title} kỳ {key}" for title in TITLES]
        shown = [answer, story(1), story(2)]
        for link, page in zip(links, shown, strict=True):
            portal.pages[link.removeprefix(portal.url)] = page
        portal.pages[f"/{key}.rss"] = make_feed(
            *(
                entry(n, title=title, link=link, guid=link)
                for n, (title, link) in enumerate(zip(told, links, strict=True))
            )
        )
        make_source(name, url=f"{portal.url}/{key}.rss", trusted=True)
        addresses[name] = links[0]
    Source.objects.update(next_fetch_at=timezone.now())
    tasks.fetch_due_sources(timestamp=0)
    return addresses


def test_no_page_in_disguise_is_ever_public(portal, was_public):
    addresses = publish(portal, ATTACKS | HONEST)
    work(was_public)
    statuses = dict(LibraryItem.objects.values_list("link", "status"))
    shown = {name for name, link in addresses.items() if link in was_public}
    assert shown == set(HONEST)
    assert {name for name, link in addresses.items() if statuses[link] == "new"} == set(ATTACKS)
    # Beside each of them the two good articles.
    assert len(was_public) == 2 * len(addresses) + len(HONEST)


def test_old_addresses_that_lead_elsewhere_are_taken_down(portal, was_public):
    addresses = publish(portal, dict.fromkeys(LATER, story(0)))
    work(was_public)
    assert set(addresses.values()) <= set(was_public)
    port = portal.url.rpartition(":")[2]
    portal.pages["/"] = portal.pages["/x"] = story(0, GAMBLING)
    for name, (status, headers, body) in LATER.items():
        moved = {key: value.replace("PORT", port) for key, value in headers.items()}
        portal.pages[addresses[name].removeprefix(portal.url)] = status, moved, body
    sync_link_checks(now=timezone.now())
    check_due_links(timestamp=0)
    work(was_public)
    held = LibraryItem.objects.waiting().values_list("link", "reason")
    assert {link for link, _reason in held} == set(addresses.values())
    assert LibraryItem.objects.published().count() == 2 * len(LATER)
    LinkCheck.objects.all().delete()
