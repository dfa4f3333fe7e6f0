"""Rules of the admin guard for these lists: they belong to the network."""

from network.agencies.guard.rules import Rule, UrlAudience, names_nothing

from .viewsets import ListsGroup

RULES: dict[str, Rule] = {}
for _list in ListsGroup.items:
    _model = _list.model._meta.label_lower.replace(".", "_")
    RULES |= {
        f"{_model}_modeladmin_index": Rule(UrlAudience.OVERSIGHT, names_nothing()),
        f"{_model}_modeladmin_create": Rule(UrlAudience.NETWORK, names_nothing()),
        **{
            f"{_model}_modeladmin_{name}": Rule(UrlAudience.NETWORK, names_nothing("instance_pk"))
            for name in _list.actions
            if name in {"edit", "delete"}
        },
    }
