"""Guard rules of the screens of mails that were not delivered."""

from ..guard.lists import list_rules
from ..guard.owners import ObjectAccess
from ..guard.rules import Rule, UrlAudience, names_nothing, path
from .selectors import owner_of_mail, reaches_mail
from .views import UndeliveredView

UNDELIVERED = "undelivered_mail"
KINDS = {UNDELIVERED: ObjectAccess(reaches_mail, owner_of_mail)}
RULES = {
    **list_rules(UndeliveredView, audience=UrlAudience.ADMINS),
    "agencies_undelivered:send_all": Rule(UrlAudience.ADMINS, names_nothing()),
    "agencies_undelivered:send": Rule(UrlAudience.ADMINS, path(delivery_id=UNDELIVERED)),
}
