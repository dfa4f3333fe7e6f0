"""The Docker files agree with the code they start; no engine is needed to see that."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from network.reporting.printing import can_print
from network.settings.secret_files import SECRETS, read_secret_files

ROOT = Path(__file__).resolve().parents[2]
SERVICES = yaml.safe_load((ROOT / "docker" / "compose.yaml").read_text())["services"]
DIGEST = re.compile(r"@sha256:[0-9a-f]{64}")
UNITS = sorted((ROOT / "docker" / "systemd").glob("*.service"))
COMPOSE = (ROOT / "docker" / "compose.yaml").read_text()
PROXY = (ROOT / "docker" / "proxy").read_text()
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
    # In a container the web server listens on a socket, and the database is another container.
    elsewhere = {"PORT", "DATABASE_RESERVE_MB"}
    assert {name for name in named if not re.search(rf"\b{name}\b", COMPOSE)} == elsewhere
    read = set()
    for file in ("base.py", "production.py", "mail.py", "monitoring.py"):
        text = (ROOT / "network" / "settings" / file).read_text()
        read |= set(re.findall(r'(?:environ\.get|required)\("(\w+)"', text))
    set_by_the_image = {"PBGDPL_STATE_DIR", "STATIC_ROOT", "MEDIA_ROOT", "OFFICE_IN_WORKER"}
    assert read - set_by_the_image <= named


def test_the_services_that_the_documents_name_are_there() -> None:
    named = re.findall(r"compose\.yaml exec (\w+)|\.venv/bin/python (\w+) manage\.py", OPERATIONS)
    names = {"".join(each) for each in named}
    stopped = re.findall(r"compose\.yaml stop ([\w ]+?) +#", OPERATIONS)
    assert names and stopped
    assert all(map(service, names | set(" ".join(stopped).split())))


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
    assert "least_conn;" in PROXY
    assert 'WEB_CONCURRENCY: "1"' in COMPOSE
    sockets = re.findall(r"HOST: (/run/pbgdpl/\S+)", COMPOSE)
    assert len(sockets) == 2
    assert re.findall(r"unix:(\S+?)[ }]", PROXY)[:2] == sockets
    assert "sockets:/run/pbgdpl" in service("proxy")


def test_whoever_ends_tls_leads_to_the_proxy() -> None:
    port = re.search(r"listen (\d+)", NGINX)[1]
    assert f"reverse_proxy proxy:{port} " in CADDYFILE
    assert "ports:" not in service("proxy")


def test_proxy_and_web_processes_are_one_user_who_opens_sockets_and_files() -> None:
    # The proxy has its own base; web, backups and worker share one.
    assert (DOCKERFILE.count("--uid 10001"), DOCKERFILE.count("USER pbgdpl")) == (2, 4)


def test_as_much_is_let_through_as_is_received() -> None:
    assert f"client_max_body_size {settings.UPLOAD_REQUEST_BYTES // 1024**2}m;" in NGINX


def test_the_proxy_is_of_the_version_that_is_tested() -> None:
    assert '"nginx-light=1.26.*"' in DOCKERFILE
    tested = (ROOT / ".ci" / "run").read_text()
    assert all(each in tested for each in ("nginx-light", "libnginx-mod-http-brotli-static"))


def test_visitors_go_before_the_worker_also_where_containers_are_weighed() -> None:
    assert "cpu_shares: 256\n" in service("worker")


def stage(name: str) -> str:
    """Return what the Dockerfile says of a stage."""
    return re.search(rf"^FROM \S+ AS {name}\n(.*?)(?=^FROM |\Z)", DOCKERFILE, re.M | re.S)[1]


def test_the_office_programs_are_in_the_image_of_the_worker_alone() -> None:
    assert "libreoffice-writer" in stage("office") and "tesseract-ocr-vie" in stage("office")
    assert "FROM office AS worker" in DOCKERFILE
    assert not any("libreoffice" in stage(name) for name in ("base", "web", "proxy"))
    targets = {name: each["build"]["target"] for name, each in SERVICES.items() if "build" in each}
    assert targets.pop("worker") == "worker"
    assert targets.pop("proxy") == "proxy"
    assert targets.pop("backups") == "backups"
    assert set(targets.values()) == {"web"}


def test_the_worker_has_all_packages_of_the_web_image() -> None:
    copied = re.findall(r"^COPY (\S+) (\S+)$", stage("web"), re.M)
    assert [f"COPY --from=web /app/{what} {to}" in stage("worker") for what, to in copied] == [
        True
    ] * 6


def test_the_web_image_offers_what_the_worker_prints(settings) -> None:
    assert "ENV OFFICE_IN_WORKER=1" in stage("web")
    assert not can_print()
    settings.OFFICE_IN_WORKER = True
    assert can_print()


def test_images_of_others_are_pinned() -> None:
    bases = re.findall(r"^FROM (\S+)", DOCKERFILE, re.M)
    others = [base for base in bases if not re.search(rf" AS {base}$", DOCKERFILE, re.M)]
    others += [each["image"] for each in SERVICES.values() if "build" not in each]
    assert len(others) == 4
    assert all(map(DIGEST.search, others))


@pytest.mark.parametrize("name", SERVICES)
def test_every_container_is_read_only_and_limited(name: str) -> None:
    assert SERVICES[name]["read_only"] is True
    assert SERVICES[name]["mem_limit"]


def test_database_files_and_backups_are_volumes_of_their_own() -> None:
    places = {
        volume.rsplit(":", 1)[0] if volume.endswith(":ro") else volume
        for each in SERVICES.values()
        for volume in each["volumes"]
    }
    by_place: dict[str, set[str]] = {}
    for volume in places:
        name, _, place = volume.rpartition(":")
        by_place.setdefault(place, set()).add(name)
    own = [by_place[place] for place in ("/var/lib/postgresql", "/srv/media", "/srv/backups")]
    assert own == [{"database"}, {"media"}, {"${BACKUP_FOLDER:-backups}"}]


@pytest.mark.parametrize("name", ["web1", "web2", "worker", "watch"])
def test_containers_that_stay_unhealthy_end_and_so_are_started_again(name: str) -> None:
    command = SERVICES[name]["healthcheck"]["test"]
    assert command[:2] == ["CMD", "docker/healthcheck"] and int(command[3]) > 2
    assert SERVICES[name]["restart"] == "unless-stopped"
    assert "!docker/healthcheck" in (ROOT / "docker" / "Dockerfile.dockerignore").read_text()


def in_a_container(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a script as the first process of a process namespace."""
    command = ["unshare", "--user", "--map-root-user", "--pid", "--fork", "--kill-child"]
    environment = {"PATH": "/usr/bin:/bin", "TMPDIR": str(folder), "CHECK": "docker/healthcheck"}
    return subprocess.run(
        [*command, "sh", "-c", script],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def test_the_third_failed_check_in_a_row_ends_the_container(tmp_path: Path) -> None:
    if shutil.which("unshare") is None or in_a_container("true", tmp_path).returncode:
        pytest.skip("no process namespace here")
    checks = "for ok in false false true false false false; do HEALTH_COMMAND=$ok $CHECK x 3"
    first = f"trap 'echo asked to stop' TERM; {checks}; echo $?; done"
    done = in_a_container(first, tmp_path)
    assert done.stdout.split("\n")[:7] == ["1", "1", "0", "1", "1", "asked to stop", "1"]


def test_secrets_come_from_files(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("x" * 50 + "\n")
    environment = {"SECRET_KEY": "file", "SECRET_KEY_FILE": str(tmp_path / "key"), "HOST": "a"}
    read_secret_files(environment)
    # A process that is started with another key must not read the file again.
    assert environment == {"SECRET_KEY": "x" * 50, "HOST": "a"}


@pytest.mark.parametrize("content", [None, " \n"])
def test_a_secret_that_is_not_there_is_named(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "key").write_text(content)
    with pytest.raises(ImproperlyConfigured, match="BACKUP_KEY_FILE"):
        read_secret_files({"BACKUP_KEY_FILE": str(tmp_path / "key")})


def test_the_file_of_secrets_names_known_ones_and_all_services_with_settings() -> None:
    text = (ROOT / "docker" / "compose.secrets.yaml").read_text()
    override = yaml.safe_load(text)["services"]
    assert set(override) == {*SERVICES} - {"proxy", "tls"}
    named = set(re.findall(r"^ +([A-Z_]+)_FILE:", text, re.M))
    assert named - {"POSTGRES_PASSWORD"} < set(SECRETS)
    assert all(
        re.search(rf"^  {name}:$", text, re.M) for name in re.findall(r"secrets/(\w+)$", text)
    )


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_units_of_systemd_are_sound(unit: Path, tmp_path: Path) -> None:
    text = unit.read_text()
    (role,) = re.findall(r"^ExecStart=/opt/pbgdpl/docker/entrypoint (\w+)$", text, re.M)
    assert role in {"web", "worker", "watch", "backups", "upgrade"}
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("no systemd-analyze here")
    for each in UNITS:
        here = re.sub(r"^ExecStart=.*$", "ExecStart=/bin/true", each.read_text(), flags=re.M)
        (tmp_path / each.name).write_text(here)
    name = unit.name.replace("@.", "@1.")
    done = subprocess.run(
        [program, "verify", "--man=no", str(tmp_path / name)],
        env={"SYSTEMD_UNIT_PATH": f"{tmp_path}:"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_every_role_of_compose_has_a_unit() -> None:
    roles = {
        each["command"][0] for name, each in SERVICES.items() if name not in ("db", "proxy", "tls")
    }
    units = " ".join(unit.read_text() for unit in UNITS)
    assert roles == set(re.findall(r"entrypoint (\w+)", units))
