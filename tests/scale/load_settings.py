"""The settings of the worker in the bench of visitors.

Those of the tests let it read loopback, without a pause between two feeds of one host; as in
production a job finds the connection of the last one.
"""

from network.settings.base import DATABASES
from network.settings.test import *  # noqa: F403

DATABASES["default"]["CONN_MAX_AGE"] = 60
