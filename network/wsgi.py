"""The WSGI entry point."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "network.settings.dev")
application = get_wsgi_application()

# All that was loaded until now lives as long as the process: the collector need not look through it
# for a tenth of a second in the middle of somebody's request, nor copy it for each web process.
gc.collect()
gc.freeze()
