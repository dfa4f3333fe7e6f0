"""The request type of /admin/, with the attributes set by the guard and the acts middleware."""

from network.accounts.requests import SignedInRequest

from .models import Act


class AdminRequest(SignedInRequest):
    """Attributes that middleware sets before the view is called."""

    # The running act, if any.
    act: Act | None
    # Whether the audit log already has an entry for this request.
    journalled: bool
    # Whether the guard is still checking, and the (kind, key) that it refused.
    guarded: bool
    aimed_at: tuple[str, str]
