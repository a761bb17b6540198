"""Keys and checks that Django cannot say: a history is a path through the journey, and nobody sits on two sides.

A first row in mid-journey, a fork, a gap and an illegal step cannot be stored. Not deferrable, so that the act that
breaks them is the one that is refused. New tables only: yesterday's code still runs.
"""

from django.db import migrations

PATH = """
ALTER TABLE case_move
    ADD CONSTRAINT case_move_is_legal FOREIGN KEY (start, event, "end") REFERENCES legal_move (start, event, "end"),
    ADD CONSTRAINT case_move_follows_the_one_before
        FOREIGN KEY (case_id, previous, start) REFERENCES case_move (case_id, number, "end"),
    ADD CONSTRAINT case_move_has_the_one_before CHECK (previous IS NOT DISTINCT FROM nullif(number - 1, 0)),
    ADD CONSTRAINT case_move_starts_at_the_start CHECK ((number = 1) = (start = '(start)'));
ALTER TABLE seat
    ADD CONSTRAINT seat_is_in_the_matter_of_its_case
        FOREIGN KEY (case_id, matter_id) REFERENCES case_file (id, matter_id),
    ADD CONSTRAINT nobody_sits_on_two_sides_of_a_case
        EXCLUDE USING gist (case_id WITH =, person_id WITH =, side WITH <>),
    ADD CONSTRAINT no_worker_sits_on_two_sides_of_a_matter
        EXCLUDE USING gist (matter_id WITH =, person_id WITH =, side WITH <>)
        WHERE (role IN ('advocate', 'facilitator', 'coach', 'counsel', 'liaison'));
-- What the clock looks for every few seconds: a handful among all cases.
CREATE INDEX case_file_that_is_stopping ON case_file (id) WHERE state LIKE '% stopping%';
CREATE INDEX stop_asked_and_not_stored ON stop_asked (asked_at) WHERE stored_at IS NULL;
"""


class Migration(migrations.Migration):
    """Adds the keys in SQL; Django's picture of the tables stays the same."""

    dependencies = [("journey", "0002_steps_belong_to_people")]
    operations = [migrations.RunSQL(PATH, migrations.RunSQL.noop)]
