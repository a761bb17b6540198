"""Serves the site from the benchmark's database until it is told to stop; prints its address first."""

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - after the settings

from amends.command.run import address_of, listen, serve  # noqa: E402

call_command("collectstatic", verbosity=0, interactive=False, clear=True)
with listen("127.0.0.1", 0) as listener:
    print(address_of(listener).rstrip("/"), flush=True)
    serve(listener)
