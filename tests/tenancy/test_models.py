"""The houses hold a marked row of every model: what is not there could leak unseen."""

from tests.tenancy.conftest import Cast
from tests.tenancy.state import rows_now, stored_models

NETWORK = "belongs to the network, not to an agency"
UNUSED = "nothing here ever writes one"
NO_TEXT = "carries no text of its own, only keys, codes and numbers"

UNMARKED = {
    # The network's own
    "aggregator.LibraryItem": NETWORK,
    "aggregator.LibraryItemTopic": NETWORK,
    "aggregator.PortalHost": NETWORK,
    "agency_sites.LinkCheck": NETWORK,
    "opendata.CatalogueFile": NETWORK,
    "agency_sites.Pano": NETWORK,
    "agency_sites.RequiredLink": NETWORK,
    "aggregator.Source": NETWORK,
    "aggregator.SourceTopic": NETWORK,
    "auth.Permission": NETWORK,
    "capacity.BudgetLine": NETWORK,
    "capacity.QualificationKind": NETWORK,
    "activities.ActivityForm": NETWORK,
    "activities.Audience": NETWORK,
    "channels.CaseAuthority": NETWORK,
    "channels.SafetyItem": NETWORK,
    "channels.WordList": NETWORK,
    "channels.SearchLink": NETWORK,
    "commune_standard.CommuneIndicator": NETWORK,
    "contenttypes.ContentType": NETWORK,
    "core.AttemptCount": NETWORK,
    "core.AttemptLevel": NETWORK,
    "core.BackupJob": NETWORK,
    "core.Erasure": NETWORK,
    "core.JobFailure": NETWORK,
    "core.SystemRecord": NETWORK,
    "feedback.DayKey": NETWORK,
    "feedback.RatingDay": NETWORK,
    "feedback.RatingReason": NETWORK,
    "feedback.RatingToday": NETWORK,
    "provisioning.ReorganisationPlan": NETWORK,
    "provisioning.ReorganisationStep": NETWORK,
    "stops.PlannedStop": NETWORK,
    "usage.AgencyViews": NETWORK,
    "usage.ResponseDay": NETWORK,
    "usage.TopicViews": NETWORK,
    "usage.UptimeDay": NETWORK,
    "usage.ViewDay": NETWORK,
    "usage.ViewMonth": NETWORK,
    "following.Follow": NETWORK,
    "following.FollowRequest": NETWORK,
    "following.Subscriber": NETWORK,
    "hub.HubHomePage": NETWORK,
    "hub.HubSettings": NETWORK,
    "hub.Situation": NETWORK,
    "hub.Situation_topics": NETWORK,
    "hub.Contact": NETWORK,
    "hub.EverydayWord": NETWORK,
    "hub.SearchChange": NETWORK,
    "hub.UnansweredQuery": NETWORK,
    "legal_updates.DocumentFile": NETWORK,
    "legal_updates.DocumentTopic": NETWORK,
    "legal_updates.DocumentType": NETWORK,
    "legal_updates.IssuingBody": NETWORK,
    "legal_updates.IssuingBody_successors": NETWORK,
    "legal_updates.LegalDocument": NETWORK,
    "legal_updates.Relation": NETWORK,
    "legal_updates.RelationType": NETWORK,
    "legal_updates.StatusProposal": NETWORK,
    "legal_updates.Topic": NETWORK,
    "legal_updates.ValidityChange": NETWORK,
    "mailing.MailClock": NETWORK,
    # Times at which the worker served each agency's files.
    "media.ConversionTurn": NETWORK,
    # Inspections that the server makes of stored files of all rooms; no screen shows them.
    "media.StoredFileCheck": NETWORK,
    "moderation.AppraisalTask": NETWORK,
    "moderation.ApprovalTask": NETWORK,
    "moderation.ChecklistItem": NETWORK,
    "moderation.ChecklistItem_bases": NETWORK,
    "moderation.LegalBasis": NETWORK,
    "oversight.Audit": NETWORK,
    "oversight.EvidenceFile": NETWORK,
    "oversight.OutreachForm": NETWORK,
    "reporting.Consolidation": NETWORK,
    "reporting.Deadline": NETWORK,
    "reporting.Indicator": NETWORK,
    "reporting.IndicatorSet": NETWORK,
    "reporting.OutlinePart": NETWORK,
    "reporting.Period": NETWORK,
    "rights_requests.ResponseTerm": NETWORK,
    "oversight.Requirement": NETWORK,
    "oversight.Standard": NETWORK,
    "procrastinate.ProcrastinateEvent": NETWORK,
    "procrastinate.ProcrastinateJob": NETWORK,
    "procrastinate.ProcrastinatePeriodicDefer": NETWORK,
    "procrastinate.ProcrastinateWorker": NETWORK,
    "wagtailcore.Locale": NETWORK,
    "wagtailcore.Site": NETWORK,
    "wagtailcore.WorkflowContentType": NETWORK,
    # Tables of libraries that stay empty
    "account.EmailAddress": UNUSED,
    "account.EmailConfirmation": UNUSED,
    "accounts.User_user_permissions": UNUSED,
    "sessions.Session": UNUSED,
    "wagtailadmin.Admin": UNUSED,
    "wagtailcore.GroupSitePermission": UNUSED,
    "wagtaildocs.Document": UNUSED,
    "wagtailembeds.Embed": UNUSED,
    "wagtailimages.Image": UNUSED,
    "wagtailimages.Rendition": UNUSED,
    # Rows of the house without words in them; the house has them all the same
    "accounts.Session": NO_TEXT,
    "accounts.UserGroup": NO_TEXT,
    "activities.Activity_hosts": NO_TEXT,
    "activities.Activity_reporters": NO_TEXT,
    "activities.Reporter_topics": NO_TEXT,
    "agencies.RoleGroup": NO_TEXT,
    "aggregator.LibraryItemUse": NO_TEXT,
    "agency_sites.ArticleTopic": NO_TEXT,
    "agency_sites.LibraryRule": NO_TEXT,
    "agency_sites.LibraryRulePeriod": NO_TEXT,
    "agency_sites.MaterialDocument": NO_TEXT,
    "agency_sites.MaterialPage": NO_TEXT,
    "agency_sites.QuestionDocument": NO_TEXT,
    "agency_sites.ShortTextPage": NO_TEXT,
    "agency_sites.UpdateDocument": NO_TEXT,
    "agency_sites.WarningPage": NO_TEXT,
    "agency_sites.PanoPlacement": NO_TEXT,
    "auth.Group_permissions": NO_TEXT,
    "capacity.BudgetAmount": NO_TEXT,
    "channels.Announcement": NO_TEXT,
    "legal_updates.Citation": NO_TEXT,
    "mailing.QueuedMail": NO_TEXT,
    "moderation.ChainEnd": NO_TEXT,
    "moderation.EditorialRules": NO_TEXT,
    "moderation.MailPreference": NO_TEXT,
    "moderation.Submission": NO_TEXT,
    "oversight.PageReading": NO_TEXT,
    "practices.Practice_kit": NO_TEXT,
    "taggit.TaggedItem": NO_TEXT,
    "wagtailadmin.EditingSession": NO_TEXT,
    "wagtailcore.CollectionViewRestriction_groups": NO_TEXT,
    "wagtailcore.GroupApprovalTask": NO_TEXT,
    "wagtailcore.GroupApprovalTask_groups": NO_TEXT,
    "wagtailcore.GroupCollectionPermission": NO_TEXT,
    "wagtailcore.GroupPagePermission": NO_TEXT,
    "wagtailcore.PageSubscription": NO_TEXT,
    "wagtailcore.PageViewRestriction_groups": NO_TEXT,
    "wagtailcore.ReferenceIndex": NO_TEXT,
    "wagtailcore.WorkflowPage": NO_TEXT,
    "wagtailcore.WorkflowState": NO_TEXT,
    "wagtailcore.WorkflowTask": NO_TEXT,
}


def test_both_houses_hold_a_marked_row_of_every_model(cast: Cast):
    rows = rows_now()
    for house in (cast.own, cast.foreign):
        unmarked, missing = set(), set()
        for model in stored_models():
            # Jobs that are done are gone.
            texts = [rows[model][key] for key in house.rows[model] & rows[model].keys()]
            if not any(house.marker.casefold() in text.casefold() for text in texts):
                unmarked.add(model._meta.label)
                if not texts and UNMARKED.get(model._meta.label) == NO_TEXT:
                    missing.add(model._meta.label)
        assert unmarked == UNMARKED.keys()
        assert missing == set()


def test_tables_that_stay_empty_are_empty(cast: Cast):
    rows = rows_now()
    full = {model._meta.label for model in stored_models() if rows[model]}
    assert not {label for label, reason in UNMARKED.items() if reason is UNUSED} & full
