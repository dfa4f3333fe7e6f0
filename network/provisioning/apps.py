from django.utils.translation import gettext_lazy as _

from network.core import rooms


class ProvisioningConfig(rooms.RoomConfig):
    name = "network.provisioning"
    label = "provisioning"
    verbose_name = _("Provisioning")
