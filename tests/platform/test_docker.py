"""The Docker files agree with the code they start; no engine is needed to see that."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = (ROOT / "docker" / "compose.yaml").read_text()
NGINX = (ROOT / "docker" / "nginx.conf").read_text()
CADDYFILE = (ROOT / "docker" / "Caddyfile").read_text()
DOCKERFILE = (ROOT / "docker" / "Dockerfile").read_text()
OPERATIONS = (ROOT / "docs" / "operations.md").read_text()


def test_the_image_starts_with_the_script_of_make_run() -> None:
    assert 'ENTRYPOINT ["docker/entrypoint"]' in DOCKERFILE
    assert "docker/entrypoint all" in (ROOT / "Makefile").read_text()


def test_compose_hands_over_all_that_production_asks_for() -> None:
    settings = (ROOT / "network" / "settings" / "production.py").read_text()
    asked = re.findall(r'required\("(\w+)"\)', settings)
    assert asked
    assert [name for name in asked if f"    {name}: " not in COMPOSE] == []


def test_compose_passes_every_variable_that_the_documents_name() -> None:
    table = re.findall(r"^\| (`[A-Z_`, ]+`) \|", OPERATIONS, re.MULTILINE)
    named = {name for row in table for name in re.findall(r"[A-Z_]+", row)}
    # PORT: in a container the web server listens on a socket.
    assert {name for name in named if not re.search(rf"\b{name}\b", COMPOSE)} == {"PORT"}
    read = set()
    for file in ("base.py", "production.py", "mail.py", "monitoring.py"):
        text = (ROOT / "network" / "settings" / file).read_text()
        read |= set(re.findall(r'(?:environ\.get|required)\("(\w+)"', text))
    set_by_the_image = {"PBGDPL_STATE_DIR", "STATIC_ROOT", "MEDIA_ROOT"}
    assert read - set_by_the_image <= named


def test_the_services_that_the_documents_name_are_there() -> None:
    named = re.findall(r"compose\.yaml exec (\w+)|\.venv/bin/python (\w+) manage\.py", OPERATIONS)
    names = {"".join(each) for each in named}
    (stopped,) = re.findall(r"compose\.yaml stop ([\w ]+?) +#", OPERATIONS)
    assert names
    assert all(map(service, names | set(stopped.split())))


def test_logs_of_containers_are_rotated() -> None:
    running = {"db", "proxy", "tls"}
    assert all("logging: *logging" in service(name) for name in running)
    assert "logging: *logging" in COMPOSE[COMPOSE.index("x-part:") : COMPOSE.index("services:")]


def test_compose_holds_no_secret_of_its_own() -> None:
    for line in re.findall(r"^ +(?:\w*PASSWORD|SECRET_KEY): (.*)$", COMPOSE, re.MULTILINE):
        assert line.startswith("${")


@pytest.mark.parametrize("package", ["network", "sites", "legal_updates", "aggregator"])
def test_the_image_holds_every_package(package: str) -> None:
    assert f"COPY {package} {package}\n" in DOCKERFILE


def test_the_image_can_set_marks_upon_letters() -> None:
    # Without it Pillow lays letters out one by one, and a breve stands beside its vowel.
    assert "libfribidi0" in DOCKERFILE


def service(name: str) -> str:
    """Return what compose says of a service."""
    return re.search(rf"^  {name}:.*\n((?:    .*\n|\n)+)", COMPOSE, re.MULTILINE)[1]


def test_the_proxy_has_no_way_to_a_picture_past_the_rule() -> None:
    place = NGINX[NGINX.index("location /stored-media/") :]
    assert place[: place.index("}")].count("internal;") == 1
    assert NGINX.count("/srv/media/") == 1
    assert "media:/srv/media:ro" in service("proxy")
    assert "media" not in CADDYFILE + service("tls")


def test_django_leads_to_the_place_that_the_proxy_has() -> None:
    (place,) = re.findall(r"ACCEL_REDIRECT_PREFIX: (\S+)", COMPOSE)
    assert f"location {place} {{" in NGINX


def test_the_proxy_asks_every_web_process_and_can_tell_them_apart() -> None:
    # Behind one address it would use the connection it used last, and so one process.
    assert "least_conn;" in NGINX
    assert 'WEB_CONCURRENCY: "1"' in COMPOSE
    sockets = re.findall(r"HOST: (/run/pbgdpl/\S+)", COMPOSE)
    assert len(sockets) == 2
    assert re.findall(r"server unix:(\S+)", NGINX) == sockets
    assert "sockets:/run/pbgdpl" in service("proxy")


def test_whoever_ends_tls_leads_to_the_proxy() -> None:
    port = re.search(r"listen (\d+)", NGINX)[1]
    assert f"reverse_proxy proxy:{port} " in CADDYFILE
    assert "ports:" not in service("proxy")


def test_proxy_and_web_processes_are_one_user_who_opens_sockets_and_files() -> None:
    assert DOCKERFILE.count("--uid 10001") == DOCKERFILE.count("USER pbgdpl") == 2


def test_as_much_is_let_through_as_is_received() -> None:
    assert f"client_max_body_size {settings.UPLOAD_REQUEST_BYTES // 1024**2}m;" in NGINX


def test_the_proxy_is_of_the_version_that_is_tested() -> None:
    assert '"nginx-light=1.26.*"' in DOCKERFILE
    tested = (ROOT / ".ci" / "run").read_text()
    assert all(each in tested for each in ("nginx-light", "libnginx-mod-http-brotli-static"))


def test_visitors_go_before_the_worker_also_where_containers_are_weighed() -> None:
    assert "cpu_shares: 256\n" in service("worker")
