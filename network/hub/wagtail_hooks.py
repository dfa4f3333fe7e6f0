"""What the network's people change of the hub."""

from wagtail_modeladmin.options import modeladmin_register

from .search.viewsets import EverydayWordAdmin, UnansweredQueryAdmin
from .situations.viewset import SituationAdmin

modeladmin_register(SituationAdmin)
modeladmin_register(EverydayWordAdmin)
modeladmin_register(UnansweredQueryAdmin)
