"""What keeps stored and typed words out of the database server's own log, and whether a server does so.

Statements and DETAIL lines carry literals, and so does the message of an ordinary error: "invalid input
syntax for type uuid: <what was typed>". These settings are a superuser's, so on a server that is not ours
the operator sets them, and a live start refuses until they are set.
"""

import psycopg

# Each setting, and the values that keep it quiet; the first is what our own server runs with.
QUIET = {
    # Here `log` ranks above `error`: the server's own news is written, errors of statements are not.
    "log_min_messages": ("log", "fatal", "panic"),
    "log_min_error_statement": ("panic",),
    "log_error_verbosity": ("terse",),
    "log_parameter_max_length": ("0",),
    "log_parameter_max_length_on_error": ("0",),
    "log_statement": ("none", "ddl"),
    "log_min_duration_statement": ("-1",),
    "log_min_duration_sample": ("-1",),
    "log_transaction_sample_rate": ("0",),
    "debug_print_parse": ("off",),
    "debug_print_rewritten": ("off",),
    "debug_print_plan": ("off",),
}


def loud_settings(connection: psycopg.Connection) -> list[str]:
    """Each way in which this server's log could tell what was stored or typed, as a sentence.

    An empty list means that it cannot. Any role may ask. A server without one of the settings says so too:
    unknown means stop.
    """
    found: dict[str, str] = dict(connection.execute("SELECT name, setting FROM pg_settings").fetchall())
    loud = [
        f"[{name}] is [{found.get(name, 'unknown')}]: expected [{'] or ['.join(values)}]."
        for name, values in QUIET.items()
        if found.get(name, "unknown") not in values
    ]
    if any(name.startswith("auto_explain.") for name in found):
        loud.append("[auto_explain] is loaded and logs statements: expected it not to be.")
    return loud
