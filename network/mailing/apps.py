from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MailingConfig(AppConfig):
    name = "network.mailing"
    label = "mailing"
    verbose_name = _("Mail")

    def ready(self) -> None:
        from .digests import MAILS
        from .kinds import MAIL_KINDS

        MAIL_KINDS.register(MAILS)
