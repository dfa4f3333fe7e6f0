"""Each fault is reported within five minutes, once, and so is its end."""

import datetime as dt

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from network.core.backup.vault import own_vault
from network.core.backup_jobs import BackupJob, BackupJobKind
from network.core.system_checks.findings import SYSTEM_CHECKS, failing
from network.core.system_checks.records import record_result
from network.mailing.services import queue_mail
from network.moderation.models import Decision
from network.moderation.tasks import verify_chains
from network.monitoring.alert_state import AlertState, state_path
from network.monitoring.alerts import report_changes
from network.monitoring.watch import TEST_REQUEST
from tests.factories.accounts import make_user, run_jobs
from tests.factories.mailing import no_mail_server
from tests.factories.moderation import make_draft, make_office, publish
from tests.factories.owning import owning

WORKER, DATABASE, CHAIN, CERTIFICATE, MAIL = (
    "Tiến trình nền",
    "Cơ sở dữ liệu",
    "Nhật ký quyết định",
    "Chứng chỉ",
    "Thư",
)
HEAD = "[PBGDPL Gia Lai]"


def beat(seconds_ago: int = 0) -> None:
    """Let the newest heartbeat of a worker be so old."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - make_interval(secs => %s))",
            [seconds_ago],
        )


@pytest.fixture
def healthy(db, watcher):
    """Everything works, and has been seen to: nothing is reported."""
    beat()
    record_result("decision_chain", now=watcher.now, decisions=0, broken=[])
    # As if it had run a minute ago: else its first finding would be that it does not run.
    watcher.state.ran_at = watcher.now
    watcher.state.save()
    assert watcher.run(2) == []
    return watcher


def test_a_stopped_worker_is_reported_once_and_so_is_its_return(healthy):
    beat(seconds_ago=300)
    assert healthy.run(5) == [f"{HEAD} Hỏng: {WORKER}"]
    assert "Khởi động tiến trình nền" in healthy.last_mail()
    assert healthy.run(5) == []
    beat()
    assert healthy.run(1) == [f"{HEAD} Đã tốt lại: {WORKER}"]
    assert healthy.run(5) == []


def test_what_is_bad_for_one_run_alone_is_not_reported(healthy):
    beat(seconds_ago=300)
    assert healthy.run(1) == []
    beat()
    assert healthy.run(5) == []


def test_a_restart_of_the_watcher_reports_nothing_again(healthy):
    beat(seconds_ago=300)
    assert len(healthy.run(2)) == 1
    healthy.restart()
    assert healthy.run(5) == []
    beat()
    healthy.restart()
    assert healthy.run(1) == [f"{HEAD} Đã tốt lại: {WORKER}"]


def test_without_its_memory_a_restarted_watcher_would_report_again(healthy):
    beat(seconds_ago=300)
    assert len(healthy.run(2)) == 1
    state_path().write_text("{")
    healthy.restart()
    assert len(healthy.run(2)) == 1


def test_what_stays_bad_is_recalled_once_a_day(healthy):
    beat(seconds_ago=300)
    assert len(healthy.run(2)) == 1
    record_result("decision_chain", now=healthy.now + dt.timedelta(days=1), decisions=0, broken=[])
    healthy.now += dt.timedelta(hours=23, minutes=50)
    healthy.state.ran_at = healthy.now
    beat(seconds_ago=300)
    assert healthy.run(5) == []
    assert healthy.run(10) == [f"{HEAD} Hỏng: {WORKER}"]
    assert healthy.run(5) == []


def test_a_check_that_is_not_run_any_more_repeats_no_alert():
    """While the database is away, the checks that need it return nothing, for days if need be."""
    state, sent, now = AlertState(), [], timezone.now()
    bad = failing("hỏng", what="", to_do="")

    def run(*keys: str, times: int = 2) -> list[str]:
        sent.clear()
        for _ in range(times):
            report_changes(
                dict.fromkeys(keys, bad), state=state, channels={"mail": sent.append}, now=now
            )
        return [message.subject for message in sent]

    assert run("worker") == [f"Hỏng: {WORKER}"]
    now += dt.timedelta(hours=20)
    assert run("database") == [f"Hỏng: {DATABASE}"]
    now += dt.timedelta(hours=5)
    assert run("database", times=5) == []
    # The start page counts what the last run has found.
    assert set(state.bad_runs) == {"database"}
    now += dt.timedelta(hours=20)
    assert run("database", times=5) == [f"Hỏng: {DATABASE}"]


def test_a_full_disk_makes_nobody_say_it_every_minute(healthy, settings, tmp_path):
    (tmp_path / "full").write_text("")
    settings.MONITORING_DIR = tmp_path / "full" / "monitoring"
    beat(seconds_ago=300)
    assert len(healthy.run(2)) >= 1
    assert healthy.run(5) == []


def test_a_database_that_is_away_is_reported_and_nothing_else(watcher, database_away):
    database_away()
    assert watcher.run(5) == [f"{HEAD} Hỏng: {DATABASE}"]
    assert watcher.run(2) == []


def test_a_database_that_is_back_is_reported(watcher, database_away):
    database_away()
    watcher.run(2)
    watcher.restart()
    database_away(False)
    assert f"{HEAD} Đã tốt lại: {DATABASE}" in watcher.run(1)


def test_mail_that_the_server_refuses_is_reported_by_another_way(healthy):
    with no_mail_server():
        user = make_user("binh", email="binh@example.gov.vn")
        queue_mail("accounts.password_reset", user_id=user.pk)
        run_jobs()
        beat()
        assert healthy.run(5) == [f"{HEAD} Hỏng: {MAIL}"]
        assert healthy.run(2) == []
    assert healthy.run(1) == [f"{HEAD} Đã tốt lại: {MAIL}"]


def write_certificate(path, *, days: int) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "pbgdpl.example")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=90))
        .not_valid_after(now + dt.timedelta(days=days))
        .sign(key, hashes.SHA256())
    )
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM))


def test_a_certificate_that_ends_soon_is_reported(healthy, settings, tmp_path):
    settings.CERTIFICATE = str(tmp_path / "certificate.pem")
    write_certificate(tmp_path / "certificate.pem", days=60)
    assert healthy.run(2) == []
    write_certificate(tmp_path / "certificate.pem", days=19)
    assert healthy.run(5) == [f"{HEAD} Chú ý: {CERTIFICATE}"]
    write_certificate(tmp_path / "certificate.pem", days=2)
    assert healthy.run(5) == [f"{HEAD} Hỏng: {CERTIFICATE}"]
    write_certificate(tmp_path / "certificate.pem", days=90)
    assert healthy.run(5) == [f"{HEAD} Đã tốt lại: {CERTIFICATE}"]


def test_an_old_backup_is_reported(healthy, settings):
    settings.BACKUP_DIR = "/backups"
    name = str(SYSTEM_CHECKS["backup"].name)
    made = {"succeeded_at": healthy.now, "name": own_vault().fingerprint}
    for kind in BackupJobKind:
        BackupJob.objects.update_or_create(kind=kind, defaults=made)
    # Copies on another machine are not set up here, which is a matter of its own.
    assert len(healthy.run(2)) == 1
    BackupJob.objects.filter(kind=BackupJobKind.BACKUP).update(
        succeeded_at=healthy.now - dt.timedelta(hours=30)
    )
    assert healthy.run(5) == [f"{HEAD} Hỏng: {name}"]
    assert healthy.run(2) == []
    BackupJob.objects.filter(kind=BackupJobKind.BACKUP).update(succeeded_at=healthy.now)
    assert healthy.run(1) == [f"{HEAD} Đã tốt lại: {name}"]


def test_a_broken_decision_log_is_reported_after_the_night(healthy):
    office = make_office()
    publish(make_draft(office), office)
    verify_chains(timestamp=0)
    assert healthy.run(2) == []
    decision = Decision.objects.latest("pk")
    with owning(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        Decision.objects.filter(pk=decision.pk).update(comment="Không ai viết câu này.")
        cursor.execute("SET LOCAL session_replication_role = origin")
    verify_chains(timestamp=0)
    assert healthy.run(5) == [f"{HEAD} Hỏng: {CHAIN}"]
    assert office.agency.code in healthy.last_mail()
    assert healthy.run(2) == []


def test_a_verification_that_stopped_running_is_reported(healthy):
    record_result("decision_chain", now=healthy.now - dt.timedelta(days=5), decisions=0, broken=[])
    assert healthy.run(5) == [f"{HEAD} Hỏng: {CHAIN}"]


def test_a_command_gets_what_the_mail_says(healthy, hook):
    beat(seconds_ago=300)
    healthy.run(3)
    (call,) = healthy.hook_calls()
    assert call["subject"] == f"Hỏng: {WORKER}"
    assert call["changes"] == [{"check": "worker", "level": "failing", "previous": "good"}]


def test_a_channel_that_failed_reports_later_and_the_other_not_twice(healthy, hook, settings):
    port = settings.MAILERS["alerts"]["OPTIONS"]["port"]
    settings.MAILERS["alerts"]["OPTIONS"]["port"] = 1
    beat(seconds_ago=300)
    assert healthy.run(4) == []
    # The second one says that alerts are not sent.
    assert [call["subject"] for call in healthy.hook_calls()] == [
        f"Hỏng: {WORKER}",
        "Hỏng: Cảnh báo",
    ]
    settings.MAILERS["alerts"]["OPTIONS"]["port"] = port
    assert healthy.run(1) == [f"{HEAD} Hỏng: {WORKER}, Cảnh báo"]
    assert healthy.run(1) == [f"{HEAD} Đã tốt lại: Cảnh báo"]


def test_a_test_message_is_sent_once(healthy):
    record_result(TEST_REQUEST, now=timezone.now())
    assert healthy.run(3) == [f"{HEAD} Thư thử"]


def test_alerts_name_nobody(healthy):
    beat(seconds_ago=300)
    healthy.run(2)
    assert "@" not in healthy.last_mail()


def test_every_check_has_a_name_for_people():
    assert {WORKER, DATABASE, CHAIN, CERTIFICATE, MAIL} <= {
        str(check.name) for check in SYSTEM_CHECKS.values()
    }


def test_the_command_line_says_the_worst_first(healthy, capsys):
    call_command("check_system")
    assert "Hỏng" not in capsys.readouterr().out
    beat(seconds_ago=300)
    with pytest.raises(SystemExit) as exited:
        call_command("check_system")
    assert exited.value.code == 1
    first, *_others = capsys.readouterr().out.splitlines()
    assert first.startswith(f"Hỏng — {WORKER}: không chạy. Thư, bài hẹn giờ")
