"""The Docker files agree with the code they start; no engine is needed to see that."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = (ROOT / "docker" / "compose.yaml").read_text()
CADDYFILE = (ROOT / "docker" / "Caddyfile").read_text()
DOCKERFILE = (ROOT / "docker" / "Dockerfile").read_text()


def test_the_image_starts_with_the_script_of_make_run() -> None:
    assert 'ENTRYPOINT ["docker/entrypoint"]' in DOCKERFILE
    assert "docker/entrypoint all" in (ROOT / "Makefile").read_text()


def test_compose_hands_over_all_that_production_asks_for() -> None:
    settings = (ROOT / "network" / "settings" / "production.py").read_text()
    asked = re.findall(r'required\("(\w+)"\)', settings)
    assert asked
    assert [name for name in asked if f"    {name}: " not in COMPOSE] == []


def test_compose_holds_no_secret_of_its_own() -> None:
    for line in re.findall(r"^ +(?:\w*PASSWORD|SECRET_KEY): (.*)$", COMPOSE, re.MULTILINE):
        assert line.startswith("${")


@pytest.mark.parametrize("package", ["network", "sites", "legal_updates", "aggregator"])
def test_the_image_holds_every_package(package: str) -> None:
    assert f"COPY {package} {package}\n" in DOCKERFILE


def test_the_image_can_set_marks_upon_letters() -> None:
    # Without it Pillow lays letters out one by one, and a breve stands beside its vowel.
    assert "libfribidi0" in DOCKERFILE


def test_the_proxy_has_no_way_to_a_picture_past_the_rule() -> None:
    assert "dynamic a web 8000" in CADDYFILE
    assert "media" not in CADDYFILE
    proxy = COMPOSE[COMPOSE.index("  proxy:") : COMPOSE.index("\nvolumes:")]
    assert "media" not in proxy


def test_the_proxy_can_tell_the_web_processes_apart() -> None:
    # Behind one address it would use the connection it used last, and so one process.
    assert "lb_policy least_conn" in CADDYFILE
    assert 'WEB_CONCURRENCY: "1"' in COMPOSE
    assert "replicas: ${WEB_PROCESSES:-2}" in COMPOSE


def test_visitors_go_before_the_worker_also_where_containers_are_weighed() -> None:
    worker = COMPOSE[COMPOSE.index("  worker:") : COMPOSE.index("  proxy:")]
    assert "cpu_shares: 2\n" in worker
