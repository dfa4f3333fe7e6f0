"""What the network's people change of the hub."""

from wagtail_modeladmin.options import modeladmin_register

from .situations.viewset import SituationAdmin

modeladmin_register(SituationAdmin)
