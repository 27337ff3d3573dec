"""Run as a module in a server's environment: fills an office with so many late cases."""

import os
import sys

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhuqi.config.settings")
    django.setup()
    # Models can be imported only now.
    from tests.scenes.late_office import fill

    fill(int(sys.argv[1]))
