"""What a browser is sent before it shows the first screens, by the proxy and files as shipped."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import global_settings
from django.core.management import call_command

from network.settings.base import STORAGES
from tests.drill.servers import proxy, web_processes
from tests.factories.accounts import PASSWORD
from tests.factories.people import make_agency, make_member
from tests.factories.servers import copied_database, surroundings

# Never named otherwise, since their content is in the name (docker/nginx.conf).
FOR_GOOD = "public, max-age=31536000, immutable"
MOST_BYTES = 500_000
# Of a screen that was opened before: what Django wrote, and nothing that is kept.
MOST_AGAIN = 50_000


@pytest.fixture
def address(
    django_db_setup: None, django_db_blocker: Any, roomy_folder: Path, settings: Any
) -> Iterator[str]:
    """The proxy of compose with two web processes behind it; "lan" writes for an agency."""
    settings.STATIC_ROOT, settings.STORAGES = str(roomy_folder / "static"), STORAGES
    settings.WHITENOISE_KEEP_ONLY_HASHED_FILES = True
    settings.PASSWORD_HASHERS = global_settings.PASSWORD_HASHERS
    call_command("collectstatic", interactive=False, verbosity=0)
    folders = {"STATIC_ROOT": str(roomy_folder / "static"), "PBGDPL_STATE_DIR": str(roomy_folder)}
    with django_db_blocker.unblock(), copied_database():
        make_member(make_agency(), username="lan")
        as_run = surroundings() | {"DJANGO_SETTINGS_MODULE": "network.settings.dev"} | folders
        with (
            web_processes(roomy_folder, as_run),
            proxy(roomy_folder, media=roomy_folder, static=roomy_folder / "static") as port,
        ):
            yield f"http://127.0.0.1:{port}"


class Wire:
    """The bytes that a tab is sent, headers too, and what it was told of files."""

    def __init__(self, tab: Any) -> None:
        self.bytes, self.files = 0, {}
        tab.on("response", self._note)
        session = tab.context.new_cdp_session(tab)
        session.on("Network.loadingFinished", self._count)
        session.send("Network.enable")

    def _count(self, loaded: dict[str, Any]) -> None:
        self.bytes += int(loaded["encodedDataLength"])

    def _note(self, response: Any) -> None:
        if "/static/" in response.url:
            self.files[response.url] = response.headers


@pytest.mark.browser
def test_the_first_screens_of_the_admin_are_light_and_kept_for_good(address, chromium):
    tab = chromium.new_context(base_url=address).new_page()
    wire = Wire(tab)
    tab.goto("/admin/", wait_until="networkidle")
    tab.fill("#id_login", "lan")
    tab.fill("#id_password", PASSWORD)
    tab.press("#id_password", "Enter")
    tab.wait_for_url("**/admin/")
    tab.wait_for_load_state("networkidle")
    assert wire.bytes < MOST_BYTES
    assert len(wire.files) > 10
    headers = wire.files.items()
    assert {url for url, told in headers if told["cache-control"] != FOR_GOOD} == set()
    texts = {url: told for url, told in headers if re.search(r"\.(js|css)$", url)}
    assert {url for url, told in texts.items() if "content-encoding" not in told} == set()
    before = wire.bytes
    tab.reload(wait_until="networkidle")
    assert wire.bytes - before < MOST_AGAIN
    tab.context.close()
