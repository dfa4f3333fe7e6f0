"""Labels missing in Wagtail's forms and lists, where Django derives English labels from field
names."""

from django.utils.translation import gettext_lazy as _


def name_fields() -> None:
    """Set the missing labels. Raises KeyError if Wagtail has removed one of the fields."""
    from wagtail.admin.forms import choosers
    from wagtail.admin.views.pages.bulk_actions.page_bulk_action import DefaultPageForm
    from wagtail.admin.views.pages.search import SearchView
    from wagtail.models import Page

    link_text = {"link_text": _("Words of the link")}
    labels = {
        choosers.ExternalLinkChooserForm: link_text,
        choosers.AnchorLinkChooserForm: link_text,
        choosers.PhoneLinkChooserForm: link_text | {"phone_number": _("Phone number")},
        choosers.EmailLinkChooserForm: link_text
        | {
            "email_address": _("Email address"),
            "subject": _("Subject of the mail"),
            "body": _("Text of the mail"),
        },
        DefaultPageForm: {"include_descendants": _("The pages below, too")},
    }
    # Otherwise the page search shows "1-20 of 35 None".
    SearchView.verbose_name = Page._meta.verbose_name
    SearchView.verbose_name_plural = Page._meta.verbose_name_plural
    for form, names in labels.items():
        for name, label in names.items():
            form.base_fields[name].label = label
