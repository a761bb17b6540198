"""A server whose log could tell what was stored is noticed, setting by setting."""

import pytest
from psycopg import sql

from amends.database.addresses import administer, connect_as
from amends.database.quiet import QUIET, loud_settings
from amends.database.roles import drop, prepare

LOUDER = {
    "log_min_messages": "warning",
    "log_min_error_statement": "error",
    "log_error_verbosity": "default",
    "log_parameter_max_length": "-1",
    "log_parameter_max_length_on_error": "-1",
    "log_statement": "all",
    "log_min_duration_statement": "0",
    "log_min_duration_sample": "0",
    "log_transaction_sample_rate": "1",
    "debug_print_parse": "on",
    "debug_print_rewritten": "on",
    "debug_print_plan": "on",
}


def test_our_own_server_is_quiet_and_the_site_itself_can_see_that(home):
    prepare("house_of_silence")
    try:
        with connect_as("amends_web", "house_of_silence") as web:
            assert loud_settings(web) == []
    finally:
        drop("house_of_silence")


@pytest.mark.parametrize("name", QUIET)
def test_each_setting_that_would_tell_is_named(home, name):
    with administer() as server:
        server.execute(sql.SQL("SET {} = {}").format(sql.Identifier(name), sql.Literal(LOUDER[name])))
        (said,) = loud_settings(server)
    assert f"[{name}] is [{LOUDER[name]}]" in said


def test_a_library_that_logs_statements_is_named(home):
    with administer() as server:
        server.execute("LOAD 'auto_explain'")
        assert loud_settings(server) == [
            "[auto_explain] is loaded and logs statements: expected it not to be."
        ]
