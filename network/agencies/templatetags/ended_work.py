"""Template tag for what people read whose agency has ended."""

from typing import Any

from django import template
from django.utils import timezone

from network.accounts.models import User

from ..people.ended_work import EndedWork, ended_work_of

register = template.Library()


@register.simple_tag(takes_context=True)
def work_that_ended(context: dict[str, Any]) -> EndedWork | None:
    """Return the agency whose end has taken the reader's last role, or None."""
    user = getattr(context.get("request"), "user", None)
    return ended_work_of(user, now=timezone.now()) if isinstance(user, User) else None
