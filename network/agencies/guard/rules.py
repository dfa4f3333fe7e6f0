"""The guard's table: every URL name under /admin/, who may use it and which objects it names.

A name that is missing here is refused, and `tests/tenancy` fails: a new screen, ours or
Wagtail's, is closed until somebody has thought about it.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Literal

from ..models import Role
from .owners import Named


class Audience(Enum):
    """Who may use a URL at all; the objects it names are checked besides."""

    EVERYONE = frozenset(Role)
    AGENCY = frozenset({Role.AUTHOR, Role.APPRAISER, Role.APPROVER, Role.AGENCY_ADMIN})
    AGENCY_AND_OVERSEER = AGENCY | {Role.OVERSEER}
    AGENCY_ADMIN = frozenset({Role.AGENCY_ADMIN})
    NETWORK = frozenset({Role.NETWORK_ADMIN})
    OVERSEER = frozenset({Role.OVERSEER})
    OVERSIGHT = frozenset({Role.NETWORK_ADMIN, Role.OVERSEER})
    LOG_READERS = frozenset({Role.AGENCY_ADMIN, Role.NETWORK_ADMIN, Role.OVERSEER})
    OVERSIGHT_REPORTS = frozenset({Role.NETWORK_ADMIN, Role.OVERSEER, Role.REPORT_VIEWER})
    NOBODY = frozenset[Role]()


@dataclass(frozen=True, slots=True)
class Ref:
    """One place of a request that names objects: a path part, a query or a form field."""

    place: Literal["path", "query", "form"]
    name: str
    named: Named


@dataclass(frozen=True, slots=True)
class Rule:
    """What the guard asks of one URL name."""

    audience: Audience = Audience.AGENCY_AND_OVERSEER
    refs: tuple[Ref, ...] = ()
    # Whoever may read may also post here: own account, own sessions, ending one's own rights.
    self_service: bool = False


def path(**names: Named) -> tuple[Ref, ...]:
    """Return the references of the named path parts."""
    return tuple(Ref("path", name, named) for name, named in names.items())


def query(**names: Named) -> tuple[Ref, ...]:
    """Return the references of the named query parameters."""
    return tuple(Ref("query", name, named) for name, named in names.items())


# Fields of any posted form: a form's prefix may stand before them ("image-12-collection").
FORM_FIELDS = {
    "new_parent_page": Named.PAGE,
    # Where a new page is to stand: its form, shown again, would tell the title of a foreign one.
    "parent_page": Named.PAGE,
    "chooser": Named.PAGE,
    "collection": Named.COLLECTION,
}
# Bulk actions name their model in the path; what is not here has no bulk action.
BULK_MODELS = {
    "wagtailcore.page": Named.PAGE,
    "media.agencyimage": Named.IMAGE,
    "media.agencydocument": Named.DOCUMENT,
}
BULK_ACTIONS = frozenset({"delete", "move", "add_to_collection"})
# The one vocabulary that agencies share; any other tag model would name foreign words.
TAG_MODELS = frozenset({"legal_updates.topic"})

_SELF = Rule(Audience.EVERYONE, self_service=True)
_CLOSED = Rule(Audience.NOBODY)
_NETWORK = Rule(Audience.NETWORK)
_PAGE = Rule(refs=path(page_id=Named.PAGE))
_PARENT = Rule(refs=path(parent_page_id=Named.PAGE))
_MOVED = Rule(refs=path(page_to_move_id=Named.PAGE))
_IMAGE = Rule(refs=path(image_id=Named.IMAGE))
_DOCUMENT = Rule(refs=path(document_id=Named.DOCUMENT))

RULES: dict[str, Rule] = {
    # The frame
    "wagtailadmin_home": _SELF,
    "wagtailadmin_account": _SELF,
    "wagtailadmin_logout": _SELF,
    "wagtailadmin_login": _SELF,
    "wagtailadmin_dismissibles": _SELF,
    "wagtailadmin_sprite": _SELF,
    "wagtailadmin_javascript_catalog": _SELF,
    "wagtail_modeladmin:javascript_catalog": _SELF,
    "wagtailadmin_editing_sessions:release": Rule(
        Audience.EVERYONE, path(session_id=Named.EDITING_SESSION), self_service=True
    ),
    "wagtailadmin_block_preview": Rule(Audience.AGENCY),
    # Pages
    "wagtailadmin_explore_root": Rule(),
    "wagtailadmin_explore": Rule(refs=path(parent_page_id=Named.TREE_PAGE)),
    "wagtailadmin_explore_results": Rule(refs=path(parent_page_id=Named.TREE_PAGE)),
    "wagtailadmin_pages:add": _PARENT,
    "wagtailadmin_pages:preview_on_add": _PARENT,
    "wagtailadmin_pages:add_subpage": _PARENT,
    "wagtailadmin_pages:choose_parent": Rule(),
    "wagtailadmin_pages:search": Rule(),
    "wagtailadmin_pages:search_results": Rule(),
    "wagtailadmin_pages:move": Rule(
        refs=path(page_to_move_id=Named.PAGE) + query(destination=Named.PAGE)
    ),
    "wagtailadmin_pages:move_confirm": Rule(
        refs=path(page_to_move_id=Named.PAGE, destination_id=Named.PAGE)
    ),
    "wagtailadmin_pages:set_page_position": _MOVED,
    "wagtailadmin_pages:revisions_compare": Rule(refs=path(pk=Named.PAGE)),
    "wagtailadmin_pages:workflow_action": Rule(
        refs=path(page_id=Named.PAGE, task_state_id=Named.TASK_STATE)
    ),
    "wagtailadmin_pages:collect_workflow_action_data": Rule(
        refs=path(page_id=Named.PAGE, task_state_id=Named.TASK_STATE)
    ),
    "wagtailadmin_pages:workflow_history_detail": Rule(
        refs=path(page_id=Named.PAGE, workflow_state_id=Named.WORKFLOW_STATE)
    ),
    **{
        f"wagtailadmin_pages:{name}": Rule(
            refs=path(page_id=Named.PAGE, revision_id=Named.REVISION)
        )
        for name in ("revisions_view", "revisions_revert", "revisions_unschedule")
    },
    **{
        f"wagtailadmin_pages:{name}": _PAGE
        for name in (
            "confirm_workflow_cancellation",
            "convert_alias",
            "copy",
            "delete",
            "edit",
            "history",
            "history_results",
            "lock",
            "preview_on_edit",
            "revisions_index",
            "unlock",
            "unpublish",
            "usage",
            "view_draft",
            "workflow_history",
            "workflow_preview",
        )
    },
    # Privacy names groups of all agencies; public pages have none.
    "wagtailadmin_pages:set_privacy": _CLOSED,
    "wagtailadmin_pages:type_use": Rule(Audience.OVERSEER),
    "wagtailadmin_pages:type_use_results": Rule(Audience.OVERSEER),
    # The ids are checked by the model that the path names (BULK_MODELS).
    "wagtail_bulk_action": Rule(Audience.AGENCY),
    # Choosers
    "wagtailadmin_choose_page": Rule(Audience.AGENCY),
    "wagtailadmin_choose_page_child": Rule(Audience.AGENCY, path(parent_page_id=Named.TREE_PAGE)),
    "wagtailadmin_choose_page_search": Rule(Audience.AGENCY),
    "wagtailadmin_choose_page_chosen_multiple": Rule(Audience.AGENCY, query(id=Named.PAGE)),
    **{
        f"wagtailadmin_choose_page_{name}_link": Rule(Audience.AGENCY)
        for name in ("external", "email", "phone", "anchor")
    },
    "wagtailembeds:chooser": _CLOSED,
    "wagtailembeds:chooser_upload": _CLOSED,
    # Only TAG_MODELS; the other view completes tags of everybody.
    "wagtailadmin_tag_model_autocomplete": Rule(Audience.EVERYONE),
    "wagtailadmin_tag_autocomplete": _CLOSED,
    # Images and documents
    **{
        f"wagtailimages:{name}": _IMAGE
        for name in (
            "edit",
            "delete",
            "url_generator",
            "url_generator_output",
            "preview",
            "image_usage",
            "edit_multiple",
            "delete_multiple",
        )
    },
    **{f"wagtaildocs:{name}": _DOCUMENT for name in ("edit", "delete", "document_usage")},
    "wagtaildocs:edit_multiple": Rule(refs=path(doc_id=Named.DOCUMENT)),
    "wagtaildocs:delete_multiple": Rule(refs=path(doc_id=Named.DOCUMENT)),
    **{
        f"{app}:{name}": Rule(refs=query(collection_id=Named.COLLECTION))
        for app in ("wagtailimages", "wagtaildocs")
        for name in ("index", "index_results")
    },
    **{
        f"{app}:{name}": Rule(Audience.AGENCY)
        for app in ("wagtailimages", "wagtaildocs")
        for name in ("add", "add_multiple")
    },
    **{
        f"{app}:{name}": Rule(Audience.AGENCY, path(uploaded_file_id=Named.UPLOAD))
        for app, names in {
            "wagtailimages": ("create_multiple_from_uploaded_image", "delete_upload_multiple"),
            "wagtaildocs": ("create_multiple_from_uploaded_document", "delete_upload_multiple"),
        }.items()
        for name in names
    },
    **{
        f"{app}_chooser:{name}": Rule(
            Audience.AGENCY, query(collection_id=Named.COLLECTION, id=named) + path(pk=named)
        )
        for app, named in (("wagtailimages", Named.IMAGE), ("wagtaildocs", Named.DOCUMENT))
        for name in ("choose", "choose_results", "chosen", "chosen_multiple", "create")
    },
    "wagtailimages_chooser:select_format": Rule(Audience.AGENCY, path(image_id=Named.IMAGE)),
    # The sidebar's page tree; images and documents of the API list all agencies' files.
    "wagtailadmin_api:pages:listing": Rule(refs=query(child_of=Named.TREE_PAGE)),
    "wagtailadmin_api:pages:detail": Rule(refs=path(pk=Named.PAGE)),
    "wagtailadmin_api:pages:find": Rule(refs=query(id=Named.PAGE)),
    "wagtailadmin_api:pages:action": Rule(refs=path(pk=Named.PAGE)),
    **{
        f"wagtailadmin_api:{endpoint}:{name}": _CLOSED
        for endpoint in ("images", "documents")
        for name in ("listing", "detail", "find")
    },
    # Stock reports name people, sites and pages of all agencies in their filters. Ours stand in
    # for the history and for aging pages; nobody may lock a page by hand; what waits in the
    # workflow is shown by the screens of the workflow itself.
    **{
        f"agencies_reports:{name}": Rule()
        for report in ("aging", "history")
        for name in (report, f"{report}_results", f"{report}_export")
    },
    **{
        f"wagtailadmin_reports:{name}{suffix}": _CLOSED
        for name in (
            "aging_pages",
            "locked_pages",
            "workflow",
            "workflow_tasks",
            "site_history",
            "page_types_usage",
        )
        for suffix in ("", "_results")
    },
    # The network's own rows
    **{
        f"agencies_agency_modeladmin_{name}": _NETWORK
        for name in ("index", "create", "edit", "delete", "history")
    },
    "wagtailsettings:edit": _NETWORK,
    "wagtailsettings:preview_on_edit": _NETWORK,
    # People, the audit log, acting for an agency
    **{
        f"agencies_people:{name}": Rule(Audience.AGENCY_ADMIN)
        for name in ("index", "invite", "invitations")
    },
    **{
        f"agencies_people:{name}": Rule(Audience.AGENCY_ADMIN, path(membership_id=Named.MEMBERSHIP))
        for name in ("change", "end", "reset_factor")
    },
    **{
        f"agencies_people:{name}": Rule(Audience.AGENCY_ADMIN, path(invitation_id=Named.INVITATION))
        for name in ("resend", "withdraw")
    },
    "agencies_people:first_admin": Rule(Audience.NETWORK, path(agency_id=Named.AGENCY)),
    "agencies_people:network": _NETWORK,
    "agencies_people:reset_network_factor": Rule(
        Audience.NETWORK, path(membership_id=Named.NETWORK_MEMBERSHIP)
    ),
    **{
        f"agencies_audit:{name}": Rule(Audience.LOG_READERS)
        for name in ("index", "results", "export")
    },
    # An overseer who may change nothing yet must be able to start, and to end, an act.
    **{
        f"agencies_acts:{name}": Rule(Audience.OVERSEER, self_service=True)
        for name in ("index", "results", "end")
    },
    "agencies_acts:start": Rule(Audience.OVERSEER, path(agency_id=Named.AGENCY), self_service=True),
    # Sources, the common library and its topics belong to the network, not to an agency.
    **{
        f"aggregator_source_modeladmin_{name}": _NETWORK
        for name in ("create", "edit", "delete", "history", "fetch")
    },
    **{
        f"aggregator_libraryitem_modeladmin_{name}": _NETWORK
        for name in ("edit", "history", "review")
    },
    **{
        f"aggregator_{model}_modeladmin_{name}": Rule(Audience.OVERSIGHT)
        for model in ("source", "libraryitem")
        for name in ("index", "inspect")
    },
    "legal_updates_topic_modeladmin_index": Rule(Audience.OVERSIGHT),
    # Links added to the library by hand.
    "aggregator_libraryitem_modeladmin_link": _NETWORK,
    # Sources added from a list of feeds.
    "aggregator_source_modeladmin_opml": _NETWORK,
    # Sources and links that agencies propose; the views show each agency its own.
    "aggregator_proposals:own": Rule(Audience.AGENCY),
    "aggregator_proposals:propose": Rule(Audience.AGENCY),
    # The library as agencies see it; the views show what is published, and own sections alone.
    **{f"agency_library:{name}": Rule(Audience.AGENCY) for name in ("index", "results", "use")},
    **{f"aggregator_proposals:{name}": _NETWORK for name in ("waiting", "decline")},
    # Outside addresses of sections: dead ones, and those every section must have.
    "section_links:index": Rule(Audience.EVERYONE),
    # The pace of legal updates; the view shows each agency its own.
    **{f"legal_update_pace:{name}": Rule(Audience.EVERYONE) for name in ("index", "results")},
    "section_links:required": _NETWORK,
    "section_links:panos": _NETWORK,
}

# Stock screens over users, groups, sites, workflows, redirects and collections: none of them
# knows agencies. They stay for the superuser on the command line's account alone.
CLOSED_PREFIXES = (
    "wagtailusers_users:",
    "wagtailusers_groups:",
    "wagtailsites:",
    "wagtailadmin_workflows:",
    "wagtailadmin_collections:",
    "wagtailredirects:",
    "wagtailsnippets:",
    "wagtailadmin_password_reset",
    "wagtailadmin_error_test",
)


def register_rules(rules: dict[str, Rule]) -> None:
    """Add the rules of a higher floor's screens, by URL name."""
    RULES.update(rules)


def rule_of(url_name: str) -> Rule | None:
    """Return the rule of a URL name, None for a name nobody has thought about."""
    if url_name.startswith(CLOSED_PREFIXES):
        return _CLOSED
    return RULES.get(url_name)
