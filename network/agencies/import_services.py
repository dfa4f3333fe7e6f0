"""Import agencies from a parsed file, completely or not at all."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction

from network.core.reserved import reserved_names

from .import_rows import _
from .importing import AgencyImportProblem, AgencyRow, ParsedFile
from .models import Agency, Succession

# Fields that an import may change on an existing agency. Never the slug, because it is part of
# URLs.
FIELDS = ("name", "short_name", "kind", "host_label", "valid_from", "note")

_UNKNOWN_PARENT = _('unknown parent "%(parent)s": import its agency first')
_TAKEN = _('the slug "%(slug)s" already belongs to agency %(owner)s')
_RESERVED = _('the slug "%(slug)s" is an address of the network itself: choose another one')
_RENAMED = _('%(code)s gets the slug "%(slug)s": "%(wanted)s" belongs to %(owner)s')


@dataclass(slots=True)
class ImportReport:
    """Result of an import or dry run: agency codes by outcome, problems sorted by line."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    rejected: list[AgencyImportProblem] = field(default_factory=list)
    notes: list[AgencyImportProblem] = field(default_factory=list)


@transaction.atomic
def import_agencies(*, parsed: ParsedFile, dry_run: bool) -> ImportReport:
    """Create and update agencies by code. If a single row is rejected, nothing is changed.

    About ten queries, regardless of the number of rows. With `dry_run` nothing is written.
    """
    register = _Register(parsed.rows)
    report = ImportReport(rejected=[*parsed.problems, *register.unknown_parents(parsed.rows)])
    for row in parsed.rows:
        register.take(row, report)
    if report.rejected or dry_run:
        return ImportReport(
            created=[] if report.rejected else report.created,
            updated=[] if report.rejected else report.updated,
            unchanged=[] if report.rejected else report.unchanged,
            rejected=sorted(report.rejected, key=lambda problem: problem.line),
            notes=report.notes,
        )
    register.save()
    return report


class _Register:
    """The existing agencies and the changes required by the file."""

    def __init__(self, rows: Iterable[AgencyRow]) -> None:
        self.agencies = {agency.code: agency for agency in Agency.objects.select_for_update()}
        self.slugs = {agency.slug: agency.code for agency in self.agencies.values()}
        self.codes_in_file = {row.code for row in rows}
        self.parents: dict[str, str] = {}
        self.new: list[Agency] = []
        self.changed: list[Agency] = []
        self.successions: dict[str, list[Succession]] = {}
        self.known: dict[str, set[tuple[str, str, str, bool, str]]] = {}
        # Links that a person has confirmed are never replaced by a file.
        self.confirmed: set[tuple[str, str, str]] = set()
        for link in Succession.objects.select_related("successor"):
            code = link.successor.code
            if link.predecessor_id or link.outside_network:
                self.confirmed.add((code, link.predecessor_name, link.predecessor_area))
            else:
                self.known.setdefault(code, set()).add(_link_key(link))

    def unknown_parents(self, rows: Iterable[AgencyRow]) -> list[AgencyImportProblem]:
        """Return a problem for each row whose parent is neither in the database nor in the file."""
        return [
            AgencyImportProblem(row.line, _UNKNOWN_PARENT, {"parent": row.parent})
            for row in rows
            if row.parent
            and row.parent not in self.agencies
            and row.parent not in self.codes_in_file
        ]

    def take(self, row: AgencyRow, report: ImportReport) -> None:
        """Classify one row as created, updated, unchanged or rejected."""
        agency = self.agencies.get(row.code)
        if agency is None:
            self._create(row, report)
            return
        changed = self._update(agency, row)
        if self._take_successions(row) or changed:
            self.changed.append(agency)
            report.updated.append(row.code)
        else:
            report.unchanged.append(row.code)

    def _create(self, row: AgencyRow, report: ImportReport) -> None:
        slug = self._free_slug(row)
        if slug is None:
            text = _RESERVED if row.slug in reserved_names() else _TAKEN
            values = {"slug": row.slug, "owner": self.slugs.get(row.slug)}
            report.rejected.append(AgencyImportProblem(row.line, text, values))
            return
        if slug != row.slug:
            told = {"code": row.code, "slug": slug, "wanted": row.slug}
            owner = {"owner": self.slugs[row.slug]}
            report.notes.append(AgencyImportProblem(row.line, _RENAMED, told | owner))
        given = {name: getattr(row, name) for name in FIELDS}
        self.new.append(Agency(code=row.code, slug=slug, aliases=list(row.aliases), **given))
        self.slugs[slug] = row.code
        self.parents[row.code] = row.parent
        self._take_successions(row)
        report.created.append(row.code)

    def _free_slug(self, row: AgencyRow) -> str | None:
        """Return an unused slug, with the year appended if necessary, or None. Bodies of 2019 and
        2025 often share a name."""
        if row.slug in reserved_names():
            return None
        if row.slug not in self.slugs:
            return row.slug
        dated = f"{row.slug}-{row.valid_from.year}" if row.valid_from else row.slug
        return None if dated in self.slugs else dated

    def _update(self, agency: Agency, row: AgencyRow) -> bool:
        values = {name: getattr(row, name) for name in FIELDS}
        differing = {name for name, value in values.items() if getattr(agency, name) != value}
        for name in differing:
            setattr(agency, name, values[name])
        # Alternative names are only added, never removed, because officers add their own.
        new_names = [name for name in row.aliases if name not in agency.aliases]
        agency.aliases = [*agency.aliases, *new_names]
        parent = self.agencies.get(row.parent)
        moved = bool(row.parent) and (parent is None or agency.parent_id != parent.pk)
        if moved:
            self.parents[row.code] = row.parent
        return bool(differing or new_names or moved)

    def _take_successions(self, row: AgencyRow) -> bool:
        links = [
            Succession(
                predecessor_name=predecessor.name,
                predecessor_area=predecessor.area,
                partial=predecessor.partial,
                kind=row.succession_kind,
                date=row.valid_from,
                legal_basis=row.legal_basis,
            )
            for predecessor in row.predecessors
            if (row.code, predecessor.name, predecessor.area) not in self.confirmed
        ]
        if {_link_key(link) for link in links} == self.known.get(row.code, set()):
            return False
        self.successions[row.code] = links
        return True

    def save(self) -> None:
        """Write everything: new agencies, then parents, changes and successions."""
        for agency in Agency.objects.bulk_create(self.new):
            self.agencies[agency.code] = agency
        for code, parent in self.parents.items():
            self.agencies[code].parent = self.agencies[parent] if parent else None
        touched = {agency.code: agency for agency in self.changed}
        touched |= {code: self.agencies[code] for code in self.parents}
        Agency.objects.bulk_update(touched.values(), [*FIELDS, "aliases", "parent"])
        replaced = Succession.objects.filter(successor__code__in=self.successions)
        replaced.filter(predecessor=None, outside_network=False).delete()
        for code, links in self.successions.items():
            for link in links:
                link.successor = self.agencies[code]
        Succession.objects.bulk_create(
            link for links in self.successions.values() for link in links
        )


def _link_key(link: Succession) -> tuple[str, str, str, bool, str]:
    return (
        link.predecessor_name,
        link.predecessor_area,
        link.kind,
        link.partial,
        f"{link.date} {link.legal_basis}",
    )
