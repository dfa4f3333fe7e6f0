"""`manage.py fetch_sources`: one line for each source, and an exit code to rely on."""

import datetime as dt
import time
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from aggregator.models import LibraryItem, Source
from tests.factories.portals import entry, make_feed
from tests.factories.sections import make_source

pytestmark = pytest.mark.django_db


def fetch(capsys, *arguments: str) -> tuple[str, str]:
    call_command("fetch_sources", *arguments)
    return tuple(capsys.readouterr())


def test_each_source_gets_one_line(portal, capsys):
    for key in ("bao", "congbao"):
        make_source(key=key, url=f"{portal.url}/{key}.rss")
        portal.pages[f"/{key}.rss"] = make_feed(entry(1), entry(2))
    out, err = fetch(capsys, "--all")
    assert out.splitlines() == [
        "bao: new_items, 2 new, 0 changed, 0 duplicate, 0 same, 0 unusable",
        "congbao: new_items, 0 new, 0 changed, 2 duplicate, 0 same, 0 unusable",
        "2 sources, 0 failed",
    ]
    assert err == ""


def test_a_failure_is_one_line_and_stops_no_other_source(portal, capsys):
    make_source(key="a-hong", url=f"{portal.url}/khong-co.rss")
    make_source(key="b-tot", url=f"{portal.url}/tot.rss")
    portal.pages["/tot.rss"] = make_feed(entry(1))
    with pytest.raises(CommandError, match="1 of 2 sources could not be read"):
        fetch(capsys, "--all")
    out, err = capsys.readouterr()
    assert err == "a-hong: not_found (http_404)\n"
    assert "b-tot: new_items, 1 new" in out


def test_only_what_is_due_is_fetched(portal, capsys):
    later = timezone.now() + dt.timedelta(hours=1)
    make_source(key="sau", url=f"{portal.url}/sau.rss", next_fetch_at=later)
    make_source(key="nay", url=f"{portal.url}/nay.rss")
    portal.pages["/nay.rss"] = make_feed()
    out, _ = fetch(capsys, "--due")
    assert out.startswith("nay: empty")
    assert [path for path, _ in portal.asked] == ["/nay.rss"]


def test_a_disabled_source_is_fetched_by_its_key_alone(portal, capsys):
    make_source(key="tat", url=f"{portal.url}/tat.rss", enabled=False)
    portal.pages["/tat.rss"] = make_feed(entry(1))
    assert fetch(capsys, "--all")[0] == "0 sources, 0 failed\n"
    fetch(capsys, "--key", "tat")
    assert LibraryItem.objects.count() == 1


def test_a_source_that_another_worker_has_is_no_failure(portal, capsys):
    busy = timezone.now() + dt.timedelta(minutes=1)
    make_source(key="ban", url=f"{portal.url}/ban.rss", leased_until=busy)
    out, _ = fetch(capsys, "--all")
    assert out.startswith("ban: not fetched, another worker has it\n")
    assert portal.asked == []


def test_an_unknown_key_is_said(capsys):
    with pytest.raises(CommandError, match="no source with the key 'khong-co'"):
        fetch(capsys, "--key", "khong-co")
    assert not Source.objects.exists()


@pytest.mark.parametrize("arguments", [[], ["--all", "--due"], ["--key"]])
def test_wrong_usage_is_refused(capsys, arguments):
    with pytest.raises(CommandError):
        fetch(capsys, *arguments)


def test_sources_of_one_host_are_all_fetched_with_a_pause_between(portal, capsys, settings):
    settings.AGGREGATOR_HOST_PAUSE_SECONDS = 0.2
    moments = []
    portal.before = lambda: moments.append(time.monotonic())
    for key in ("a", "b", "c"):
        make_source(key=key, url=f"{portal.url}/{key}.rss")
        portal.pages[f"/{key}.rss"] = make_feed(entry(1))
    out, _ = fetch(capsys, "--due")
    assert out.endswith("3 sources, 0 failed\n")
    assert len(moments) == 3
    assert all(later - earlier >= 0.2 for earlier, later in pairwise(moments))
