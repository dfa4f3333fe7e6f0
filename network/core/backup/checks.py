"""System checks of backups, their copies, restore rehearsals, and the backup key."""

import datetime as dt

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.core.dates import format_moment
from network.core.system_checks.findings import SystemCheck, SystemFinding, failing, good, warning

from ..backup_jobs import BackupJob, BackupJobKind
from .errors import BackupError
from .vault import own_vault

# The timer retries all day, so an administrator must act only after this many hours.
BACKUP_HOURS = 28
# Days of grace after a rehearsal was due, and days of notice before a key confirmation expires.
REHEARSAL_GRACE, KEY_NOTICE = 5, 30


def check_backup(now: dt.datetime) -> SystemFinding | None:
    """Check the age of the last backup and whether the last attempt failed. None for a demo."""
    if not settings.BACKUP_DIR:
        return _no_backups()
    job = _job(BackupJobKind.BACKUP)
    age = _age(job, now)
    if age is None or age > dt.timedelta(hours=BACKUP_HOURS):
        return failing(
            _("none") if age is None else format_moment(job.succeeded_at),
            what=_("If this machine is lost now, the work since the last backup is lost. %(error)s")
            % {"error": job.error},
            to_do=_("Follow the runbook “Restore”, part “The backup is too old”."),
            figures=_figures(age),
        )
    if job.has_failed:
        return warning(
            format_moment(job.succeeded_at),
            what=_("The last try failed: %(error)s") % {"error": job.error},
            to_do=_("Remove the cause; the backup is tried again every half hour."),
            figures=_figures(age),
        )
    size = f"{job.size // 1024**2} MB"
    return good(format_moment(job.succeeded_at), what=size, figures=_figures(age))


def check_copy(now: dt.datetime) -> SystemFinding | None:
    """Check whether the backups are copied to another machine. None without backups."""
    if not settings.BACKUP_DIR:
        return None
    if not settings.BACKUP_COPY_COMMAND:
        return warning(
            _("not set up"),
            what=_("The backups lie on this machine only and are lost together with it."),
            to_do=_("Set BACKUP_COPY_COMMAND (restic or rclone) in the .env file and start anew."),
        )
    job = _job(BackupJobKind.COPY)
    age = _age(job, now)
    if age is None or age > dt.timedelta(hours=BACKUP_HOURS) or job.has_failed:
        return failing(
            _("none") if age is None else format_moment(job.succeeded_at),
            what=_("The newest backup is not on the other machine. %(error)s")
            % {"error": job.error},
            to_do=_("Correct BACKUP_COPY_COMMAND or what it needs, then run: manage.py backup"),
            figures=_figures(age),
        )
    return good(format_moment(job.succeeded_at), figures=_figures(age))


def check_rehearsal(now: dt.datetime) -> SystemFinding | None:
    """Check date and result of the last restore rehearsal. None without backups."""
    if not settings.BACKUP_DIR:
        return None
    job = _job(BackupJobKind.REHEARSAL)
    age = _age(job, now)
    if job.has_failed:
        return failing(
            _("failed on %(day)s") % {"day": format_moment(job.failed_at)},
            what=_("The last backup could not be restored for trial: %(error)s")
            % {"error": job.error},
            to_do=_("Make a new backup (manage.py backup), then run: manage.py rehearse_backup"),
        )
    days = settings.BACKUP_REHEARSAL_DAYS + REHEARSAL_GRACE
    if age is None or age > dt.timedelta(days=days):
        return warning(
            _("none") if age is None else format_moment(job.succeeded_at),
            what=_("Nobody knows whether the backups can be restored."),
            to_do=_("Run: manage.py rehearse_backup"),
            figures=_figures(age),
        )
    return good(format_moment(job.succeeded_at), what=job.name, figures=_figures(age))


def check_key(now: dt.datetime) -> SystemFinding | None:
    """Check whether somebody has confirmed the paper copy of the key. None without backups."""
    if not settings.BACKUP_DIR:
        return None
    try:
        fingerprint = own_vault().fingerprint
    except BackupError as error:
        return failing(
            _("missing"),
            what=_("No backup can be made without a key: %(error)s") % {"error": error},
            to_do=_("Set BACKUP_KEY in the .env file and start anew."),
        )
    job = _job(BackupJobKind.KEY)
    age = _age(job, now)
    if age is None or job.name != fingerprint:
        return failing(
            _("not confirmed"),
            what=_("If this machine is lost, its key is lost too, and no backup can be opened."),
            to_do=_("Write BACKUP_KEY on paper, keep it elsewhere, then run: manage.py backup_key"),
        )
    days = settings.BACKUP_KEY_CONFIRM_DAYS - age.days
    if days > KEY_NOTICE:
        return good(format_moment(job.succeeded_at), what=fingerprint, figures={"days_left": days})
    find = warning if days > 0 else failing
    return find(
        format_moment(job.succeeded_at),
        what=_("It is long ago that somebody showed the copy of the backup key on paper."),
        to_do=_("Take the paper from its place and run: manage.py backup_key"),
        figures={"days_left": days},
    )


def _no_backups() -> SystemFinding | None:
    if settings.DEMO_ALLOWED:
        return None
    return failing(
        _("not set up"),
        what=_("No backups are made: if this machine is lost, everything is lost."),
        to_do=_("Set BACKUP_DIR and BACKUP_KEY in the .env file and start anew."),
    )


def _job(kind: BackupJobKind) -> BackupJob:
    return BackupJob.objects.filter(kind=kind).first() or BackupJob(kind=kind)


def _age(job: BackupJob, now: dt.datetime) -> dt.timedelta | None:
    return None if job.succeeded_at is None else now - job.succeeded_at


def _figures(age: dt.timedelta | None) -> dict[str, float]:
    return {} if age is None else {"age_seconds": round(age.total_seconds())}


CHECKS = {
    "backup": SystemCheck(gettext_lazy("Backup"), check_backup),
    "backup_copy": SystemCheck(gettext_lazy("Copy of the backups"), check_copy),
    "backup_rehearsal": SystemCheck(gettext_lazy("Rehearsal of a restore"), check_rehearsal),
    "backup_key": SystemCheck(gettext_lazy("Backup key on paper"), check_key),
}
