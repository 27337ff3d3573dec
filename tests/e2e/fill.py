"""Run as a module in the server's environment: puts the cast into its database."""

import os

import django


def main() -> None:
    """Wake Django with the server's settings and build the cast."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhuqi.config.settings")
    django.setup()
    from tests.cast import build_cast  # models can be imported only now

    build_cast()


if __name__ == "__main__":
    main()
