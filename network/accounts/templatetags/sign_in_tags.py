"""Template tag for signing in again within an open admin page, after the session has ended."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.http import urlencode

from ..kept_text import key_of
from ..same_person import PARAMETER, sign_person

register = template.Library()


@register.inclusion_tag("accounts/sign_in_again.html", takes_context=True)
def sign_in_again(context: dict[str, Any]) -> dict[str, Any]:
    """Return the dialog's context for the signed-in user, {} for visitors."""
    user = getattr(context.get("request"), "user", None)
    if user is None or not user.is_authenticated:
        return {}
    query = {PARAMETER: sign_person(user), "next": reverse("account_signed_in_again")}
    sign_in = f"{reverse('account_login')}?{urlencode(query)}"
    return {"person": user, "key": key_of(user), "sign_in": sign_in}
