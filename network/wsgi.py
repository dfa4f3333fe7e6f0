"""The WSGI entry point."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "network.settings.dev")
# Loading makes half a million objects and hardly any garbage. Looking for it took 0.3 of 2.0 CPU
# seconds of a start and freed no memory that could be measured.
gc.disable()
application = get_wsgi_application()

# All that was loaded until now lives as long as the process: the collector need not look through it
# for a tenth of a second in the middle of somebody's request, nor copy it for each web process.
gc.freeze()
gc.enable()
# What is kept for visitors lives long as well, and requests leave little behind that the younger
# generations miss: all of it is looked through once in some 100,000 requests, not in 1,000.
gc.set_threshold(gc.get_threshold()[0], gc.get_threshold()[1], 1000)
