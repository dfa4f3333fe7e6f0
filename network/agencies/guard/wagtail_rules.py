"""Guard rules of Wagtail's own screens."""

from .by_model import BULK_ROWS, COMPLETED_TAG, EDITED_PAGE
from .owners import ObjectKind
from .rules import CLOSED, Rule, UrlAudience, names_nothing, path, query

_SELF = Rule(UrlAudience.EVERYONE, names_nothing(), self_service=True)
_NETWORK = Rule(UrlAudience.NETWORK, names_nothing("app_name", "model_name", "pk"))
_PAGE = Rule(refs=path(page_id=ObjectKind.PAGE))
_IMAGE = Rule(refs=path(image_id=ObjectKind.IMAGE))
_DOCUMENT = Rule(refs=path(document_id=ObjectKind.DOCUMENT))
_PAGE_TYPE = names_nothing("content_type_app_name", "content_type_model_name")
# The editor deletes its preview with this method.
_FORGETTING = frozenset({"DELETE"})
_FILES = ("wagtailimages", "wagtaildocs")

_FRAME = {
    "wagtailadmin_home": _SELF,
    "wagtailadmin_account": _SELF,
    "wagtailadmin_logout": _SELF,
    "wagtailadmin_login": _SELF,
    "wagtailadmin_dismissibles": Rule(
        UrlAudience.EVERYONE, names_nothing(), self_service=True, methods=frozenset({"PATCH"})
    ),
    "wagtailadmin_sprite": _SELF,
    "wagtailadmin_javascript_catalog": _SELF,
    "wagtail_modeladmin:javascript_catalog": _SELF,
    "wagtailadmin_editing_sessions:ping": Rule(
        # The view looks only at the user's own session; a missing one is replaced by a new one.
        refs=(EDITED_PAGE, *names_nothing("session_id")),
        self_service=True,
        unattended=True,
    ),
    "wagtailadmin_editing_sessions:release": Rule(
        UrlAudience.EVERYONE,
        path(session_id=ObjectKind.EDITING_SESSION),
        self_service=True,
        unattended=True,
    ),
    "wagtailadmin_block_preview": Rule(UrlAudience.AGENCY, names_nothing()),
}

_PAGES = {
    "wagtailadmin_explore_root": Rule(refs=names_nothing()),
    "wagtailadmin_explore": Rule(refs=path(parent_page_id=ObjectKind.TREE_PAGE)),
    "wagtailadmin_explore_results": Rule(refs=path(parent_page_id=ObjectKind.TREE_PAGE)),
    "wagtailadmin_pages:add": Rule(refs=path(parent_page_id=ObjectKind.PAGE) + _PAGE_TYPE),
    "wagtailadmin_pages:preview_on_add": Rule(
        refs=path(parent_page_id=ObjectKind.PAGE) + _PAGE_TYPE, methods=_FORGETTING
    ),
    "wagtailadmin_pages:add_subpage": Rule(refs=path(parent_page_id=ObjectKind.PAGE)),
    "wagtailadmin_pages:choose_parent": Rule(refs=names_nothing("app_label", "model_name")),
    "wagtailadmin_pages:search": Rule(refs=names_nothing()),
    "wagtailadmin_pages:search_results": Rule(refs=names_nothing()),
    "wagtailadmin_pages:move": Rule(
        refs=path(page_to_move_id=ObjectKind.PAGE) + query(destination=ObjectKind.PAGE)
    ),
    "wagtailadmin_pages:move_confirm": Rule(
        refs=path(page_to_move_id=ObjectKind.PAGE, destination_id=ObjectKind.PAGE)
    ),
    "wagtailadmin_pages:set_page_position": Rule(refs=path(page_to_move_id=ObjectKind.PAGE)),
    # The view looks up the revisions among those of the page.
    "wagtailadmin_pages:revisions_compare": Rule(
        refs=path(pk=ObjectKind.PAGE) + names_nothing("revision_id_a", "revision_id_b")
    ),
    "wagtailadmin_pages:workflow_action": Rule(
        refs=path(page_id=ObjectKind.PAGE, task_state_id=ObjectKind.TASK_STATE)
        + names_nothing("action_name")
    ),
    "wagtailadmin_pages:collect_workflow_action_data": Rule(
        refs=path(page_id=ObjectKind.PAGE, task_state_id=ObjectKind.TASK_STATE)
        + names_nothing("action_name")
    ),
    "wagtailadmin_pages:workflow_history_detail": Rule(
        refs=path(page_id=ObjectKind.PAGE, workflow_state_id=ObjectKind.WORKFLOW_STATE)
    ),
    **{
        f"wagtailadmin_pages:{name}": Rule(
            refs=path(page_id=ObjectKind.PAGE, revision_id=ObjectKind.REVISION)
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
            "revisions_index",
            "unlock",
            "unpublish",
            "usage",
            "view_draft",
            "workflow_history",
        )
    },
    "wagtailadmin_pages:preview_on_edit": Rule(
        refs=path(page_id=ObjectKind.PAGE), methods=_FORGETTING
    ),
    # The task belongs to the network's workflow, not to an agency.
    "wagtailadmin_pages:workflow_preview": Rule(
        refs=path(page_id=ObjectKind.PAGE) + names_nothing("task_id")
    ),
    # Page privacy lists groups of all agencies; our public pages do not use it.
    "wagtailadmin_pages:set_privacy": CLOSED,
    "wagtailadmin_pages:type_use": Rule(UrlAudience.OVERSEER, _PAGE_TYPE),
    "wagtailadmin_pages:type_use_results": Rule(UrlAudience.OVERSEER, _PAGE_TYPE),
    "wagtail_bulk_action": Rule(UrlAudience.AGENCY, (BULK_ROWS,)),
}

_CHOOSERS = {
    "wagtailadmin_choose_page": Rule(UrlAudience.AGENCY, names_nothing()),
    "wagtailadmin_choose_page_child": Rule(
        UrlAudience.AGENCY, path(parent_page_id=ObjectKind.TREE_PAGE)
    ),
    "wagtailadmin_choose_page_search": Rule(UrlAudience.AGENCY, names_nothing()),
    "wagtailadmin_choose_page_chosen_multiple": Rule(UrlAudience.AGENCY, query(id=ObjectKind.PAGE)),
    **{
        f"wagtailadmin_choose_page_{name}_link": Rule(UrlAudience.AGENCY, names_nothing())
        for name in ("external", "email", "phone", "anchor")
    },
    "wagtailembeds:chooser": CLOSED,
    "wagtailembeds:chooser_upload": CLOSED,
    "wagtailadmin_tag_model_autocomplete": Rule(UrlAudience.EVERYONE, (COMPLETED_TAG,)),
    # Completes tags of all agencies.
    "wagtailadmin_tag_autocomplete": CLOSED,
    **{
        f"{app}_chooser:{name}": Rule(
            UrlAudience.AGENCY, query(collection_id=ObjectKind.COLLECTION, id=named)
        )
        for app, named in zip(_FILES, (ObjectKind.IMAGE, ObjectKind.DOCUMENT), strict=True)
        for name in ("choose", "choose_results", "chosen_multiple", "create")
    },
    **{
        f"{app}_chooser:chosen": Rule(
            UrlAudience.AGENCY,
            query(collection_id=ObjectKind.COLLECTION, id=named) + path(pk=named),
        )
        for app, named in zip(_FILES, (ObjectKind.IMAGE, ObjectKind.DOCUMENT), strict=True)
    },
    "wagtailimages_chooser:select_format": Rule(
        UrlAudience.AGENCY, path(image_id=ObjectKind.IMAGE)
    ),
}

_FILE_SCREENS = {
    **{
        f"wagtailimages:{name}": _IMAGE
        for name in (
            "edit",
            "delete",
            "url_generator",
            "url_generator_output",
            "image_usage",
            "edit_multiple",
            "delete_multiple",
        )
    },
    "wagtailimages:preview": Rule(
        refs=path(image_id=ObjectKind.IMAGE) + names_nothing("filter_spec")
    ),
    **{f"wagtaildocs:{name}": _DOCUMENT for name in ("edit", "delete", "document_usage")},
    "wagtaildocs:edit_multiple": Rule(refs=path(doc_id=ObjectKind.DOCUMENT)),
    "wagtaildocs:delete_multiple": Rule(refs=path(doc_id=ObjectKind.DOCUMENT)),
    **{
        f"{app}:{name}": Rule(refs=query(collection_id=ObjectKind.COLLECTION))
        for app in _FILES
        for name in ("index", "index_results")
    },
    **{
        f"{app}:{name}": Rule(UrlAudience.AGENCY, names_nothing())
        for app in _FILES
        for name in ("add", "add_multiple")
    },
    **{
        f"{app}:{name}": Rule(UrlAudience.AGENCY, path(uploaded_file_id=ObjectKind.UPLOAD))
        for app, kind in zip(_FILES, ("image", "document"), strict=True)
        for name in (f"create_multiple_from_uploaded_{kind}", "delete_upload_multiple")
    },
}

# Nothing reads Wagtail's admin API: it lists files of all agencies, and its page actions bypass the
# checks of our screens.
_INTERFACE = {
    "wagtailadmin_api:pages:action": CLOSED,
    **{
        f"wagtailadmin_api:{endpoint}:{name}": CLOSED
        for endpoint in ("pages", "images", "documents")
        for name in ("listing", "detail", "find")
    },
}

# Wagtail's reports show people, sites and pages of all agencies in their filters. Our own reports
# replace history and aging pages; pages cannot be locked by hand; the workflow screens show what is
# waiting.
_REPORTS = {
    f"wagtailadmin_reports:{name}{suffix}": CLOSED
    for name in (
        "aging_pages",
        "locked_pages",
        "workflow",
        "workflow_tasks",
        "site_history",
        "page_types_usage",
    )
    for suffix in ("", "_results")
}

RULES = {
    **_FRAME,
    **_PAGES,
    **_CHOOSERS,
    **_FILE_SCREENS,
    **_INTERFACE,
    **_REPORTS,
    # Settings belong to the network.
    "wagtailsettings:edit": _NETWORK,
    "wagtailsettings:preview_on_edit": _NETWORK,
}
