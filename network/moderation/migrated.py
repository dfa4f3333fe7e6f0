"""What migrations of the code have made of contents on which somebody has decided."""

from django.apps import apps
from django.db.migrations.loader import MigrationLoader

from network.agencies.models import Agency

from .models import Action, Decision


def known_migrations() -> frozenset[str]:
    """Return the modules of all migrations of the code, and of those that were squashed."""
    found = set()
    for migration in MigrationLoader(None).disk_migrations.values():
        found.add(migration.__module__)
        for label, name in migration.replaces:
            found.add(f"{apps.get_app_config(label).name}.migrations.{name}")
    return frozenset(found)


class MigratedContents:
    """What the migrations have made of the contents of one agency's revisions."""

    def __init__(self, agency: Agency) -> None:
        rows = Decision.objects.filter(agency=agency, deed=Action.CONTENT_MIGRATED)
        self._links: dict[int, list[Decision]] = {}
        for row in rows.order_by("sequence"):
            self._links.setdefault(row.revision_id or 0, []).append(row)
        self.known = known_migrations() if self._links else frozenset()

    def digest_now(self, decision: Decision) -> str:
        """Return the digest that the content decided upon has after all migrations since."""
        digest = decision.digest
        for link in self._links.get(decision.revision_id or 0, ()):
            if link.sequence > decision.sequence and link.detail.get("old_digest") == digest:
                digest = link.digest
        return digest

    def fault(self, decision: Decision) -> str:
        """Return what is wrong with a link that says that a migration rewrote a content."""
        if decision.deed != Action.CONTENT_MIGRATED or decision.detail["migration"] in self.known:
            return ""
        return f"there is no migration {decision.detail['migration']}"
