"""Static files are compressed after the start, and sent compressed from then on."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.http import HttpResponse
from django.test import RequestFactory

from network.core import compression
from network.core.compression import STAMP, compress_static_files, is_compressed
from network.serving.static_files import StaticFilesMiddleware
from network.settings import dev
from network.settings.base import STORAGES

# A response that is closed looks after the connection.
pytestmark = pytest.mark.django_db


@pytest.fixture
def collected(tmp_path: Path, settings: Any) -> Path:
    """Two files collected as `make run` does, without compressing them."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "style.css").write_text("a { color: red }\n" * 100)
    (source / "picture.webp").write_bytes(b"RIFF" * 100)
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT, settings.STORAGES = str(tmp_path / "collected"), STORAGES
    settings.WHITENOISE_SKIP_COMPRESS_EXTENSIONS = dev.WHITENOISE_SKIP_COMPRESS_EXTENSIONS
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = False
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path / "collected"


def encoding(middleware: StaticFilesMiddleware) -> str | None:
    request = RequestFactory().get(staticfiles_storage.url("style.css"), HTTP_ACCEPT_ENCODING="br")
    response: HttpResponse = middleware(request)
    response.close()
    assert response.status_code == 200
    return response.get("Content-Encoding")


def test_a_running_process_sends_files_compressed_once_they_are(collected: Path) -> None:
    middleware = StaticFilesMiddleware(lambda request: HttpResponse(status=404))
    assert not is_compressed()
    assert encoding(middleware) is None
    assert compress_static_files() == 1
    assert encoding(middleware) == "br"
    assert is_compressed()
    assert {path.suffix for path in collected.iterdir()} >= {".br", ".gz"}
    # Everything is there: nothing is done again.
    assert compress_static_files() == 0


def test_without_the_stamp_a_running_process_does_not_see_them(
    collected: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    middleware = StaticFilesMiddleware(lambda request: HttpResponse(status=404))
    monkeypatch.setattr(StaticFilesMiddleware, "_find_compressed", lambda self: None)
    compress_static_files()
    assert encoding(middleware) is None


def test_what_was_cut_short_is_done_again(collected: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def dies(self: object, path: str) -> list[str]:
        raise MemoryError

    with monkeypatch.context() as dying:
        dying.setattr(compression.Compressor, "compress", dies)
        with pytest.raises(MemoryError):
            compress_static_files()
    assert not (collected / STAMP).exists()
    assert compress_static_files() == 1


def test_another_release_is_compressed_anew(collected: Path) -> None:
    compress_static_files()
    (collected.parent / "source" / "style.css").write_text("b { color: blue }\n" * 100)
    call_command("collectstatic", interactive=False, verbosity=0)
    assert not is_compressed()
    assert compress_static_files() == 1
