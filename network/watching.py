"""Start the watcher: `python -m network.watching [--after SECONDS]`. Used by `network.launch`.

Until the seconds are over nothing is loaded: a machine that starts belongs to its visitors.
"""

import argparse
import os
import sys
import time
from collections.abc import Sequence


def main(arguments: Sequence[str]) -> int:
    """Watch until stopped."""
    parser = argparse.ArgumentParser(prog="network.watching", description="Watch the system.")
    parser.add_argument("--after", type=float, default=0.0, help="seconds to wait at first")
    time.sleep(parser.parse_args(arguments).after)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "network.settings.dev")
    import django

    django.setup()
    from network.monitoring.watch import watch_for_ever

    watch_for_ever()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
