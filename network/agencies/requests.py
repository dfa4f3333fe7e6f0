"""Requests under /admin/, as the guard and the middleware of acts leave them."""

from network.accounts.requests import SignedInRequest

from .models import Act


class AdminRequest(SignedInRequest):
    """What is known of a request before its view is called."""

    # The act for an agency that is under way.
    act: Act | None
    # Whether the audit log has its line already.
    journalled: bool
    # Whether the guard is still asking, and the (kind, key) that it refused.
    guarded: bool
    aimed_at: tuple[str, str]
