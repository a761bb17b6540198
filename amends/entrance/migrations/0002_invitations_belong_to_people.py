"""Accounts, invitations and waits: how people come in.

New tables only: yesterday's code still runs.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("entrance", "0001_people_come_in_by_invitation"),
        ("people", "0001_people_and_how_they_may_be_reached"),
    ]

    operations = [
        migrations.AddField(
            model_name="account",
            name="person",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="made_by",
            field=models.ForeignKey(
                help_text="Empty: the operator.",
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="account",
            name="invitation",
            field=models.OneToOneField(
                help_text="Empty for an account of a demonstration, which no live site lets in.",
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="entrance.invitation",
            ),
        ),
        migrations.AddField(
            model_name="recoverycode",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="recovery_codes",
                to="entrance.account",
            ),
        ),
        migrations.AddIndex(
            model_name="wrongtry",
            index=models.Index(fields=["typed", "tried_at"], name="wrong_try_by_typed"),
        ),
        migrations.AddIndex(
            model_name="wrongtry",
            index=models.Index(fields=["place", "tried_at"], name="wrong_try_by_place"),
        ),
        migrations.AddIndex(
            model_name="wrongtry",
            index=models.Index(fields=["tried_at"], name="wrong_try_by_age"),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["staff", "participant"])),
                name="invitation_is_of_a_listed_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("made_as__in", ["advocate", "facilitator", "coach", "director", "operator"])
                ),
                name="invitation_is_by_a_listed_part",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("made_as", "operator"), ("made_by__isnull", True)),
                    models.Q(models.Q(("made_as", "operator"), _negated=True), ("made_by__isnull", False)),
                    _connector="OR",
                ),
                name="invitation_is_by_somebody_or_the_operator",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(fields=("code_hash",), name="invitation_has_its_own_code"),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("made_at"))), name="invitation_ends"
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(("used_at__isnull", True), ("ended_at__isnull", True), _connector="OR"),
                name="invitation_is_used_or_replaced",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True), ("used_at__isnull", True)),
                fields=("person",),
                name="invitation_open_once_a_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["staff", "participant"])), name="account_is_of_a_listed_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.UniqueConstraint(fields=("found_by",), name="account_is_found_by_one_secret"),
        ),
    ]
