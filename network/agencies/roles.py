"""What each role may do in Wagtail: the one table that derived groups are built from."""

from .models import Role

# Page rights on the agency's front page, so on its whole section. Nobody holds Wagtail's publish
# right: publishing is what the finished workflow does (network.moderation).
PAGE_RIGHTS: dict[Role, tuple[str, ...]] = {
    Role.AUTHOR: ("add",),
    Role.APPRAISER: ("change",),
    Role.APPROVER: ("change",),
    Role.AGENCY_ADMIN: ("add", "change"),
}
# What every agency may do with the shared collection: (application label, codename).
CHOOSING_RIGHTS: tuple[tuple[str, str], ...] = (
    ("wagtailimages", "choose_image"),
    ("wagtaildocs", "choose_document"),
)
READING_COLLECTION_RIGHTS: tuple[tuple[str, str], ...] = (
    *CHOOSING_RIGHTS,
    ("wagtailimages", "change_image"),
    ("wagtaildocs", "change_document"),
)
# Rights on the agency's own collection.
COLLECTION_RIGHTS: dict[Role, tuple[tuple[str, str], ...]] = {
    Role.AUTHOR: (
        *CHOOSING_RIGHTS,
        ("wagtailimages", "add_image"),
        ("wagtaildocs", "add_document"),
    ),
    Role.APPRAISER: CHOOSING_RIGHTS,
    Role.APPROVER: CHOOSING_RIGHTS,
    Role.AGENCY_ADMIN: (
        *READING_COLLECTION_RIGHTS,
        ("wagtailimages", "add_image"),
        ("wagtaildocs", "add_document"),
    ),
}
# Rights over the network's own rows: what network roles hold, on no page at all.
MODEL_RIGHTS: dict[Role, tuple[tuple[str, str], ...]] = {
    Role.NETWORK_ADMIN: (
        ("aggregator", "add_source"),
        ("aggregator", "change_source"),
        ("aggregator", "view_source"),
        ("aggregator", "add_libraryitem"),
        ("aggregator", "change_libraryitem"),
        ("aggregator", "view_libraryitem"),
        ("legal_updates", "view_topic"),
        ("legal_updates", "add_legaldocument"),
        ("legal_updates", "change_legaldocument"),
        ("legal_updates", "delete_legaldocument"),
        ("legal_updates", "view_legaldocument"),
        ("legal_updates", "add_issuingbody"),
        ("legal_updates", "change_issuingbody"),
        ("legal_updates", "view_issuingbody"),
        ("legal_updates", "change_documenttype"),
        ("legal_updates", "view_documenttype"),
        ("legal_updates", "view_relationtype"),
        ("agencies", "add_agency"),
        ("agencies", "change_agency"),
        ("agencies", "view_agency"),
        ("hub", "change_hubsettings"),
        ("hub", "add_situation"),
        ("hub", "change_situation"),
        ("hub", "view_situation"),
        ("hub", "add_everydayword"),
        ("hub", "change_everydayword"),
        ("hub", "delete_everydayword"),
        ("hub", "view_everydayword"),
        ("hub", "view_unansweredquery"),
        ("rights_requests", "add_responseterm"),
        ("rights_requests", "change_responseterm"),
        ("rights_requests", "view_responseterm"),
        ("activities", "add_activityform"),
        ("activities", "change_activityform"),
        ("activities", "view_activityform"),
        ("activities", "add_audience"),
        ("activities", "change_audience"),
        ("activities", "view_audience"),
        ("capacity", "add_budgetline"),
        ("capacity", "change_budgetline"),
        ("capacity", "view_budgetline"),
        ("capacity", "add_qualificationkind"),
        ("capacity", "change_qualificationkind"),
        ("capacity", "view_qualificationkind"),
        ("oversight", "add_outreachform"),
        ("oversight", "change_outreachform"),
        ("oversight", "view_outreachform"),
        ("oversight", "add_requirement"),
        ("oversight", "change_requirement"),
        ("oversight", "view_requirement"),
        ("oversight", "add_standard"),
        ("oversight", "change_standard"),
        ("oversight", "view_standard"),
    ),
    Role.OVERSEER: (
        ("aggregator", "view_source"),
        ("aggregator", "view_libraryitem"),
        ("legal_updates", "view_topic"),
        ("legal_updates", "view_legaldocument"),
        ("legal_updates", "view_issuingbody"),
        ("legal_updates", "view_documenttype"),
        ("legal_updates", "view_relationtype"),
        ("agencies", "view_agency"),
        ("hub", "view_situation"),
        ("hub", "view_everydayword"),
        ("hub", "view_unansweredquery"),
        ("rights_requests", "view_responseterm"),
        ("activities", "view_activityform"),
        ("activities", "view_audience"),
        ("capacity", "view_budgetline"),
        ("capacity", "view_qualificationkind"),
        ("oversight", "view_outreachform"),
        ("oversight", "view_requirement"),
        ("oversight", "view_standard"),
    ),
    Role.REPORT_VIEWER: (("agencies", "view_agency"),),
}
EVERY_ROLE: tuple[tuple[str, str], ...] = (("wagtailadmin", "access_admin"),)
