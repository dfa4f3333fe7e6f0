"""Verification of decisions whose page contents were rewritten by migrations."""

from django.apps import apps
from django.db.migrations.loader import MigrationLoader

from network.agencies.models import Agency

from .models import Action, Decision


def known_migrations() -> frozenset[str]:
    """Return the module names of all migrations on disk, including the squashed ones they
    replace."""
    found = set()
    for migration in MigrationLoader(None).disk_migrations.values():
        found.add(migration.__module__)
        for label, name in migration.replaces:
            found.add(f"{apps.get_app_config(label).name}.migrations.{name}")
    return frozenset(found)


class MigratedContents:
    """The content migrations recorded in one agency's log, by revision."""

    def __init__(self, agency: Agency) -> None:
        rows = Decision.objects.filter(agency=agency, deed=Action.CONTENT_MIGRATED)
        self._links: dict[int, list[Decision]] = {}
        for row in rows.order_by("sequence"):
            self._links.setdefault(row.revision_id or 0, []).append(row)
        self.known = known_migrations() if self._links else frozenset()

    def digest_now(self, decision: Decision) -> str:
        """Return the digest expected today: that of the decision, carried forward through all later
        migrations."""
        digest = decision.digest
        for link in self._links.get(decision.revision_id or 0, ()):
            if link.sequence > decision.sequence and link.detail.get("old_digest") == digest:
                digest = link.digest
        return digest

    def fault(self, decision: Decision) -> str:
        """Return an error text if the row names an unknown migration, else ""."""
        if decision.deed != Action.CONTENT_MIGRATED or decision.detail["migration"] in self.known:
            return ""
        return f"there is no migration {decision.detail['migration']}"
