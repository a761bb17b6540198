"""Django's own commands, for whoever develops; everything for operating is `amends`."""

import os
import sys

from django.core.management import execute_from_command_line

from amends.command.__main__ import USUAL_SETTINGS

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", USUAL_SETTINGS)
    execute_from_command_line(sys.argv)
