"""The entries of the admin menu for what the whole network shares: law, sources, hub, standards."""

from django.utils.translation import gettext_lazy as _

from .screens import OVERSEER, Screen, make_entry

NETWORK_LISTS = (
    make_entry(
        "law",
        "doc-full",
        _("Legal documents"),
        _("Documents, their status and relations, topics"),
        Screen(
            _("Legal documents"), "legal_updates_legaldocument_modeladmin_index", "luat nghi dinh"
        ),
        Screen(_("Documents to confirm"), "legal_drafts:index", "van ban cho xac nhan"),
        Screen(_("Statuses to confirm"), "legal_statuses:index", "hieu luc quan he cho xac nhan"),
        Screen(
            _("Issuing bodies"),
            "legal_updates_issuingbody_modeladmin_index",
            "co quan ban hanh",
        ),
        Screen(_("Document types"), "legal_updates_documenttype_modeladmin_index", "loai van ban"),
        Screen(_("Relation types"), "legal_updates_relationtype_modeladmin_index", "loai quan he"),
        Screen(_("Topics"), "legal_updates_topic_modeladmin_index", "linh vuc chu de"),
    ),
    make_entry(
        "sources",
        "link",
        _("Sources, new policies"),
        _("Portals that are read, and what came from them"),
        Screen(
            _("Review and library"), "aggregator_libraryitem_modeladmin_index", "duyet tin kho tin"
        ),
        Screen(_("Sources"), "aggregator_source_modeladmin_index", "nguon tin rss cong thong tin"),
        Screen(_("Proposals"), "aggregator_proposals:waiting", "de nghi nguon tin"),
    ),
    make_entry(
        "hub",
        "search",
        _("Common portal"),
        _("“I need …”, everyday words, searches in vain"),
        Screen(_("I need …"), "hub_situation_modeladmin_index", "toi can tinh huong"),
        Screen(_("Telephone numbers"), "hub_contact_modeladmin_index", "dien thoai duong day nong"),
        Screen(_("Everyday words"), "hub_everydayword_modeladmin_index", "tu dong nghia"),
        Screen(_("Searched in vain"), "hub_unansweredquery_modeladmin_index", "tim khong thay"),
        Screen(_("Topics to write"), "wanted:index", "chu de can viet", OVERSEER),
        Screen(
            _("Settings"),
            "wagtailsettings:edit",
            "thiet lap cong chung trang chu",
            arguments=("hub", "hubsettings"),
        ),
    ),
    make_entry(
        "standards",
        "list-ol",
        _("Standards and lists"),
        _("Requirements, report forms, kinds of activities"),
        Screen(_("Standards"), "oversight_standard_modeladmin_index", "bo tieu chi"),
        Screen(_("Requirements"), "oversight_requirement_modeladmin_index", "yeu cau 1510"),
        Screen(_("Forms of making known"), "oversight_outreachform_modeladmin_index", "gioi thieu"),
        Screen(
            _("Kinds of qualifications"),
            "capacity_qualificationkind_modeladmin_index",
            "trinh do bang cap",
        ),
        Screen(_("Budget lines"), "capacity_budgetline_modeladmin_index", "muc chi kinh phi"),
        Screen(_("Forms of activity"), "activities_activityform_modeladmin_index", "hinh thuc"),
        Screen(_("Audiences"), "activities_audience_modeladmin_index", "doi tuong"),
        Screen(_("Report forms"), "reporting_indicatorset_modeladmin_index", "bieu mau bao cao"),
        Screen(_("Lines of report forms"), "reporting_indicator_modeladmin_index", "chi tieu bieu"),
        Screen(
            _("Headings of reports"), "reporting_outlinepart_modeladmin_index", "de muc bao cao"
        ),
    ),
)
