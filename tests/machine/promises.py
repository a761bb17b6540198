"""The judge: decides from raw rows whether the promises hold. It shares no code with what keeps them.

It knows the promises as `docs` tell them, the rows as they are stored, and the one clock. Where the product asks a
function of the database, the judge reads the rows and thinks for itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from tests.machine import road

Row = Mapping[str, Any]
HERE = ZoneInfo("America/Los_Angeles")
WORKERS = {"advocate": "hers", "facilitator": "between", "coach": "his"}
WORKS_ON_ONE_SIDE = (*WORKERS, "counsel", "liaison")

# What cannot happen while she has paused or stopped, or the case is held.
NOT_NOW = ("meeting", "plan_item", "task", "explanation", "choice", "her_preparation", "asked_at_the_end")

# Rows may be changed in these columns and in no others; no row ever goes.
MAY_CHANGE = {
    "case_file": {"move_number", "state", "stage", "since", "due_on", "agreed_on"},
    "seat": {"until_at"},
    "worker": {"until_at"},
    "seat_offer": {"answer", "answered_at"},
    "stop_asked": {"stored_at"},
    "news_for_his_side": {"told_at"},
    "chosen_name": {"name"},
    "her_name": {"called", "language"},
    "service": {"means_until_on", "closed_by_her_on"},
}

# Everything that somebody of his side, or of the office, may ever read of a case.
HIS_SIDE_READS = {
    "charge", "his_name", "word_to_his_side", "look_by_his_side", "worker_change_asked",
    "consent", "his_wish", "his_preparation", "meeting_notice", "cancellation_notice",
    "task", "task_ended", "task_answer", "progress", "progress_reading", "extension", "extension_answer",
}  # fmt: skip
OFFICE_READS = {
    "charge", "his_name", "outward_word", "contact_order", "extension", "extension_answer",
}  # fmt: skip
# What he writes or does never reaches her as he wrote it.
NEVER_HERS = {
    "progress",
    "progress_reading",
    "consent",
    "his_wish",
    "his_preparation",
    "pending_move",
    "seat_offer",
}

# What can be read without a recorded look, by whoever sits there: for lists.
WITHOUT_A_LOOK = {
    "survivor": {"case_file", "chosen_name"},
    "advocate": {"case_file", "chosen_name"},
    "facilitator": {"case_file", "chosen_name"},
    "coach": {"word_to_his_side", "charge"},
    "accountable": {"word_to_his_side", "charge"},
    "counsel": {"word_to_his_side", "charge"},
    "liaison": {"outward_word", "charge"},
}
DIRECTORS_READ = {
    "case_file", "worker", "seat_offer", "look", "break_glass", "hold_review", "worker_change_asked",
    "verification", "breach",
}  # fmt: skip


class Broken(AssertionError):
    """A promise was broken. `promise` is its number, as in the program's design."""

    def __init__(self, promise: str, sentence: str) -> None:
        """Keep which promise it was."""
        super().__init__(f"{promise}: {sentence}")
        self.promise = promise


def held(so: object, promise: str, sentence: str) -> None:
    """Say that something must be so."""
    if not so:
        raise Broken(promise, sentence)


def day_of(moment: datetime) -> date:
    """Return the day that it is where the program works."""
    return moment.astimezone(HERE).date()


@dataclass(frozen=True)
class Picture:
    """Every row of some cases at one moment, with the dated rules and agreements, and what the clock says.

    `rows` are lists by table; each row is a dict by column.
    """

    now: datetime
    rows: Mapping[str, list[Row]]
    rules: list[Row]
    memoranda: list[Row]
    likenesses: Mapping[str, str]

    @cached_property
    def by_id(self) -> dict[str, dict[str, Row]]:
        """Rows by table and key."""
        return {table: {key_of(row): row for row in rows} for table, rows in self.rows.items()}

    def of(self, table: str, case: str, *, until: datetime | None = None, **values: object) -> list[Row]:
        """Return a case's rows, oldest first: those that were there at a moment, with these values."""
        return sorted(
            (
                row
                for row in self.rows[table]
                if row["case_id"] == case
                and (until is None or row["added_at"] <= until)
                and all(row[column] == value for column, value in values.items())
            ),
            key=lambda row: row.get("added_at", self.now),
        )

    def file(self, case: str) -> Row:
        """Return where a case is, as the program says."""
        return next(row for row in self.rows["case_file"] if row["id"] == case)

    def state(self, case: str) -> road.State:
        """Return where a case is and what is switched on."""
        return road.as_state(self.file(case)["state"])

    def moves(self, case: str) -> list[Row]:
        """Return a case's history in its order."""
        return sorted(
            (row for row in self.rows["case_move"] if row["case_id"] == case), key=lambda row: row["number"]
        )

    def words(self, case: str, table: str = "outward_word") -> list[Row]:
        """Return the words that went out, in their order."""
        return sorted(
            (row for row in self.rows[table] if row["case_id"] == case), key=lambda row: row["number"]
        )

    def rule(self, key: str, case: str) -> Any:
        """Return what a rule said on the day on which a case entered (P17)."""
        return self.rule_on(key, self.file(case)["entered_on"])

    def rule_on(self, key: str, day: date) -> Any:
        """Return what a rule said on a day."""
        values = [row for row in self.rules if row["key"] == key and row["applies_from"] <= day]
        return max(values, key=lambda row: row["applies_from"])["value"]

    def seats(self, case: str, at: datetime, *roles: str) -> list[Row]:
        """Return who sat in a case in one of these parts at a moment."""
        return [
            row
            for row in self.rows["seat"]
            if row["case_id"] == case
            and row["role"] in roles
            and row["from_at"] <= at
            and (row["until_at"] is None or row["until_at"] > at)
        ]

    def survivor(self, case: str) -> str:
        """Return who the survivor of a case is."""
        return self.of("parties", case)[0]["survivor_id"]


def key_of(row: Row) -> str:
    """Return what tells a row from others of its table."""
    return row.get("id") or row.get("seat_id") or row["case_id"]


def added(before: Picture, later: Picture, table: str, case: str) -> list[Row]:
    """Return a case's rows that were not there before."""
    there = before.by_id[table]
    return [row for row in later.rows[table] if row["case_id"] == case and key_of(row) not in there]


@dataclass
class Judge:
    """Compares what was with what is, after each step."""

    services_may_change: bool = False
    his_side_acted: bool = False

    def judge(self, before: Picture | None, later: Picture) -> None:
        """Raise Broken when a promise does not hold."""
        for file in later.rows["case_file"]:
            case = file["id"]
            self.entry(later, case)
            self.history(later, case)
            self.words(later, case)
            self.seats(later, case)
            self.looks(later, case)
            self.his_door_opens_with_her_choice(later, case)
            self.nothing_of_her_clock(later, case)
            if before is None or case not in before.by_id["case_file"]:
                continue
            self.nothing_is_altered(before, later, case)
            self.quiet(before, later, case)
            for move in added(before, later, "case_move", case):
                self.move(later, case, move)
            self.records(before, later, case)
            self.words_of_this_day(before, later, case)

    # P1: who can enter, and nobody on two sides.

    def entry(self, now: Picture, case: str) -> None:
        """P1 asks for a charge, that she was told and said yes and how, that she is an adult, and two people."""
        file = now.file(case)
        charges, referrals = now.of("charge", case), now.of("referral", case)
        held(len(charges) == 1 and len(referrals) == 1, "P1", "a case stands on one charge and one referral")
        charge, referral = charges[0], referrals[0]
        held(
            charge["court_number"].strip() and charge["counts"].strip(),
            "P1",
            "the charge has number and counts",
        )
        held(charge["charged_on"] <= file["entered_on"], "P1", "there is a charge before there is a case")
        held(referral["told_on"] <= file["entered_on"], "P1", "she was told before she was referred")
        held(
            referral["may_be_contacted"] and referral["says_adult"],
            "P1",
            "she is an adult and agreed to contact",
        )
        held(
            referral["contact_how"].strip() and referral["contact_whom"].strip(),
            "P1",
            "she said how, and by whom",
        )
        ways = [row for row in now.of("safe_way", case) if row["allowed"] and row["address"].strip()]
        held(ways, "P1", "there is a way on which she may be reached")
        parties = now.of("parties", case)[0]
        her, him = parties["survivor_id"], parties["accountable_id"]
        held(her != him, "P1", "the parties are two people")
        held(now.likenesses[her] != now.likenesses[him], "P1", "the parties are two human beings")

    def seats(self, now: Picture, case: str) -> None:
        """P1, P18: one side for each person, ties answered first, and a credential where one is needed."""
        matter = now.file(case)["matter_id"]
        for seat in now.of("seat", case):
            others = [row for row in now.rows["seat"] if row["person_id"] == seat["person_id"]]
            of_case = {row["side"] for row in others if row["case_id"] == case}
            held(len(of_case) == 1, "P1", "nobody sits on two sides of a case")
            works = {
                row["side"]
                for row in others
                if row["matter_id"] == matter and row["role"] in WORKS_ON_ONE_SIDE
            }
            held(len(works) <= 1, "P1", "no worker sits on two sides of a matter")
            if seat["role"] in WORKERS:
                held(seat["side"] == WORKERS[seat["role"]], "P1", "a part has its side")
                said = [
                    row
                    for row in now.of("seat_offer", case, person_id=seat["person_id"], role=seat["role"])
                    if row["answer"] == "no tie" and row["answered_at"] <= seat["from_at"]
                ]
                held(said, "P18", "ties are answered before a seat is given")
                left = [row["until_at"] for row in others if row["case_id"] == case and row["role"] == seat["role"]
                        and row["until_at"] is not None and row["until_at"] <= seat["from_at"]]  # fmt: skip
                asked_again = not left or any(row["offered_at"] > max(left) for row in said)
                held(
                    asked_again or max(left) == seat["from_at"],
                    "P18",
                    "who has left a part is asked anew before they return",
                )
        for role in WORKERS:
            held(len(now.seats(case, now.now, role)) <= 1, "P18", "a part is played by one person at a time")

    # P2: nothing reaches him before she has chosen.

    def his_door_opens_with_her_choice(self, now: Picture, case: str) -> None:
        """P2, P12: nothing of his stands before her choice, nor before the fixed time after it, nor once it has ended."""
        chosen = [move for move in now.moves(case) if move["event"] == "choose the restorative road"]
        seats = [row for row in now.of("seat", case) if row["role"] in ("accountable", "counsel")]
        looks = [row for row in now.of("look", case) if row["role"] in ("accountable", "counsel")]
        words = now.words(case, "word_to_his_side")
        if not chosen:
            held(
                not (seats or looks or words),
                "P2",
                "he has no seat, no word and no look before she has chosen",
            )
            return
        opened_at = self.next_fixed_time(now, chosen[0]["moved_at"])
        for seat in seats:
            held(seat["from_at"] >= opened_at, "P12", "he is invited at a fixed time after her choice")
            last = [move for move in now.moves(case) if move["moved_at"] <= seat["from_at"]][-1]
            held(
                last["end"] == "inviting", "P2", "he is invited to a case that waits for him, and to no other"
            )
        held(
            all(row["looked_at"] >= opened_at for row in looks),
            "P2",
            "he looks at nothing before he is invited",
        )
        held(
            all(row["on_day"] >= day_of(opened_at) for row in words),
            "P2",
            "no word of his is older than that",
        )

    def next_fixed_time(self, now: Picture, after: datetime) -> datetime:
        """Return the first fixed time, of the rule of that day, later than a moment."""
        for days in range(8):
            day = day_of(after) + timedelta(days=days)
            hour = now.rule_on("plan.news_hour", day)
            moment = datetime(day.year, day.month, day.day, hour, tzinfo=HERE)
            if moment > after and day.strftime("%A").lower() in now.rule_on("plan.news_every", day):
                return moment
        raise Broken("P12", "there is a fixed time every week")

    # Histories: every one is a path, and each step was taken by somebody who may take it.

    def history(self, now: Picture, case: str) -> None:
        """Walk the history again with the judge's own table, and compare where it leads with what is stored."""
        state: road.State = (road.START, frozenset())
        for place, move in enumerate(now.moves(case), 1):
            held(move["number"] == place, "journey", "steps are numbered without a gap")
            held(move["previous"] == (place - 1 or None), "journey", "each step names the one before")
            held(road.as_state(move["start"]) == state, "journey", "each step starts where the last ended")
            step = road.after(state, move["event"])
            held(step, "journey", f"no step [{move['event']}] leads from {sorted(state[1])} of [{state[0]}]")
            by, state = step
            held(road.as_state(move["end"]) == state, "journey", f"[{move['event']}] leads to {state[0]}")
            held(move["role"] in by, "journey", f"[{move['event']}] is not [{move['role']}]'s to take")
            self.taker(now, case, move)
        held(now.state(case) == state, "journey", "the case stands where its history ends")
        held(now.file(case)["stage"] == state[0], "journey", "the stage is that of the state")

    def taker(self, now: Picture, case: str, move: Row) -> None:
        """Whose act a step is sits in that part; whoever wrote it down for them is somebody who may."""
        role, person, taker, at = move["role"], move["moved_by_id"], move["taken_by_id"], move["moved_at"]
        if role == "clock":
            held(person is None and taker is None, "P4", "the clock is nobody")
            return
        if role == "director":
            held(person == taker, "journey", "a director acts for themself")
            return
        its_people = {row["person_id"] for row in now.of("seat", case) if row["role"] == role}
        held(person in its_people, "journey", f"[{move['event']}] was taken by somebody who is no [{role}]")
        if taker == person or move["event"] in ("stop", "pause"):
            return
        held(move["how"] != "page", "journey", "a page is only used by oneself")
        takers = {"survivor": ("advocate",), "accountable": ("counsel", "coach")}.get(role, ())
        sat = {row["person_id"] for row in now.of("seat", case) if row["role"] in takers}
        held(taker in sat, "journey", f"[{move['event']}] was written down at {at} by somebody who may not")

    # P10: one word goes out.

    def words(self, now: Picture, case: str) -> None:
        """P10: what has gone out follows from the history alone, and says nothing else."""
        expected = ["received"]
        given = now.of("pending_move", case)
        for move in now.moves(case):
            if move["event"] == "consent" or (given and given[0]["given_at"] <= move["moved_at"]):
                expected.append("active")
            stage = road.as_state(move["end"])[0]
            if stage in road.ENDED:
                expected.append(
                    "returned" if "active" in expected and stage != "completed" else road.word_inside(stage)
                )
        if given:
            expected.append("active")
        expected = list(dict.fromkeys(expected))
        if expected[-1] == "active" and road.as_state(now.moves(case)[-1]["end"])[0] in road.ENDED:
            expected.remove("active")
        went = [row["word"] for row in now.words(case)]
        held(went == expected, "P10", f"the words {went} went out; the history gives {expected}")
        held(
            [row["number"] for row in now.words(case)] == list(range(1, len(went) + 1)),
            "P10",
            "words are numbered",
        )
        self.words_to_his_side(now, case, went)

    def words_to_his_side(self, now: Picture, case: str, to_the_office: list[str]) -> None:
        """P10: his side reads the same words, from the invitation on; the end a little later."""
        words = [row["word"] for row in now.words(case, "word_to_his_side")]
        is_seated = any(row["role"] == "accountable" for row in now.of("seat", case))
        held(bool(words) == is_seated, "P2", "his first word comes with his seat")
        roads = [
            ["received", "not accepted"],
            *(["received", "active", end] for end in ("returned", "completed")),
        ]
        held(any(words == known[: len(words)] for known in roads), "P10", f"his side reads {words}")
        ended = now.state(case)[0] in road.ENDED
        if is_seated and not ended:
            held(words == to_the_office, "P10", f"his side reads {words}, the office {to_the_office}")
        if ended and len(words) == 3 and to_the_office[-1] != "not accepted":
            held(words[-1] == to_the_office[-1], "P10", f"his side reads {words}, the office {to_the_office}")

    def words_of_this_day(self, before: Picture, later: Picture, case: str) -> None:
        """P10, P12: a word carries the day on which it went out; what others did reaches his side at a fixed time."""
        days = day_of(before.now), day_of(later.now)
        for table in ("outward_word", "word_to_his_side"):
            for word in added(before, later, table, case):
                held(
                    days[0] <= word["on_day"] <= days[1], "P10", "a word carries the day on which it went out"
                )
        told = {word["word"] for word in added(before, later, "word_to_his_side", case)}
        if self.his_side_acted or not told:
            return
        held("active" not in told, "P12", "only his own yes makes him read [active]")
        last_move = later.moves(case)[-1]["moved_at"]
        due = self.next_fixed_time(later, last_move) <= later.now or told == {"received"}
        held(due, "P12", "what others did reaches his side at the next fixed time and not before")

    # P4: stop and pause.

    def quiet(self, before: Picture, later: Picture, case: str) -> None:
        """P4: while she has paused or stopped, or the case is held, nothing that touches her is added."""
        switched_off = {"resume", "take it back", "let go on"}
        moves = added(before, later, "case_move", case)
        waits = [row for row in before.of("stop_asked", case) if row["stored_at"] is None]
        if not (before.state(case)[1] or waits) or any(move["event"] in switched_off for move in moves):
            return
        for table in NOT_NOW:
            held(
                not added(before, later, table, case),
                "P4",
                f"a row of [{table}] was added while all was to be quiet",
            )
        outcomes = added(before, later, "meeting_outcome", case)
        held(
            all(row["outcome"] != "held" for row in outcomes),
            "P4",
            "a meeting took place while all was to be quiet",
        )
        if "stopping" in before.state(case)[1] and not moves:
            # His yes is answered as always; of her stop nothing goes out.
            went = {word["word"] for word in added(before, later, "outward_word", case)}
            held(
                went <= {"active"},
                "P4",
                "no word of her stop goes out before she sends it, or the hold is over",
            )

    def clock_is_done(self, now: Picture) -> None:
        """P4: after the clock ran and nothing held it up, no stop waits and no hold has outlasted its days."""
        for file in now.rows["case_file"]:
            case = file["id"]
            waits = [row["event"] for row in now.of("stop_asked", case) if row["stored_at"] is None]
            held(not set(waits) & {"stop", "pause"}, "P4", "no stop and no pause waits")
            held("stopping" in now.state(case)[1] or not waits, "P1", "no hold waits")
            self.news_has_come(now, case)
            if "stopping" in now.state(case)[1]:
                held(
                    self.hold_ends_at(now, case, now.now) > now.now,
                    "P4",
                    "the word of a stop went out too late",
                )

    def news_has_come(self, now: Picture, case: str) -> None:
        """P12: after the clock ran, what came about before the last fixed time has reached his side."""
        last = now.moves(case)[-1]
        if self.next_fixed_time(now, last["moved_at"]) > now.now:
            return
        words = now.words(case, "word_to_his_side")
        if last["end"] == "inviting":
            held(words, "P12", "he was not invited at the fixed time")
        if last["end"] in road.ENDED and words:
            held(
                words[-1]["word"] not in ("received", "active"),
                "P12",
                "the end did not reach his side at the fixed time",
            )

    def hold_ends_at(self, now: Picture, case: str, until: datetime) -> datetime:
        """Return when the hold of a case's last stop ends."""
        stops = [move for move in now.moves(case) if move["event"] == "stop" and move["moved_at"] <= until]
        return stops[-1]["moved_at"] + timedelta(days=now.rule("stopping.hold_days", case))

    def nothing_is_altered(self, before: Picture, later: Picture, case: str) -> None:
        """P8, P11, P14: rows are only ever added; a service is changed by no step of the journey."""
        for table, rows in before.by_id.items():
            now = later.by_id[table]
            for key, row in rows.items():
                if row.get("case_id") != case:
                    continue
                held(key in now, "P14", f"a row of [{table}] has gone")
                if now[key] == row:
                    continue
                changed = {column for column in row if row[column] != now[key][column]}
                held(
                    changed <= MAY_CHANGE.get(table, set()),
                    "P14",
                    f"{sorted(changed)} of [{table}] was changed",
                )
                if table == "service":
                    held(self.services_may_change, "P11", "a service was changed by a step of the journey")
                if "until_at" in changed:
                    held(row["until_at"] is None, "P14", "a seat that ended cannot begin again")

    # Each step that was taken had what it needs.

    def move(self, now: Picture, case: str, move: Row) -> None:
        """Judge one step that was just stored by the rows that were there at its moment."""
        at, event = move["moved_at"], move["event"]
        if road.as_state(move["end"])[0] in ("returned", "not_accepted"):
            reasons = [row["reason"] for row in now.of("ending_reason", case)]
            listed = road.REASONS.get(event, (event,))
            held(
                len(reasons) == 1 and reasons[0] in listed,
                "P10",
                "an end has one reason, and it is from the list",
            )
        match event:
            case "agree to talk":
                held(now.seats(case, at, "advocate"), "P1", "the first contact is by an advocate")
            case "offer the choice":
                held(
                    now.seats(case, at, "advocate"), "P18", "she has an advocate when she is asked to choose"
                )
                self.safe(now, case, at, "P6")
            case "choose the restorative road":
                held(
                    self.may_confirm_choice(now, case, move),
                    "P3",
                    "her choice was not informed, standing, or hers",
                )
            case "choose another road" | "resume" | "take it back":
                if move["taken_by_id"] != move["moved_by_id"]:
                    held(
                        self.act_read_back(now, case, move),
                        "P3",
                        "what she gave by voice is read back to her",
                    )
            case "consent":
                self.consent(now, case, at)
            case "go on":
                self.team(now, case, at)
                self.safe(now, case, at, "P6")
                self.both_ready(now, case, at)
                self.agreement_holds(now, at, day_of(at))
            case "agree the plan":
                self.plan_is_agreed(now, case, at)
                if move["how"] != "page":
                    held(
                        self.act_read_back(now, case, move), "P8", "an approval by voice is read back to her"
                    )
            case "complete":
                self.all_is_done(now, case, at)
            case "send the word":
                if move["role"] == "clock":
                    held(
                        at >= self.hold_ends_at(now, case, at),
                        "P4",
                        "the clock sends no word before the hold is over",
                    )
            case "end for coercion":
                self.coercion(now, case, at)
            case "breach":
                self.breach(now, case, at)
            case "let go on":
                self.review_was_outside(now, case, at)

    def may_confirm_choice(self, now: Picture, case: str, move: Row) -> bool:
        """P3: every point was told, her last choice is this road and has stood long enough, and it is hers."""
        at = move["moved_at"]
        told = {row["point"] for row in now.of("explanation", case, until=at) if row["told_on"] <= day_of(at)}
        choices = now.of("choice", case, until=at)
        if (
            not set(now.rule("choice.points", case)) <= told
            or not choices
            or choices[-1]["road"] != "restorative"
        ):
            return False
        choice = choices[-1]
        if at - choice["added_at"] < timedelta(days=now.rule("choice.cooling_off_days", case)):
            return False
        survivor = now.survivor(case)
        if choice["added_by_id"] == survivor and choice["how"] == "page" and move["how"] == "page":
            return move["taken_by_id"] == survivor
        return self.read_back(now, case, choice["id"], at, choice["added_by_id"], move["taken_by_id"])

    def read_back(self, now: Picture, case: str, about: str, at: datetime, *but: str) -> bool:
        """Return whether somebody else than these has stood behind a record."""
        rows = now.of("confirmation", case, until=at, about=about)
        return any(row["added_by_id"] not in but for row in rows)

    def act_read_back(self, now: Picture, case: str, move: Row) -> bool:
        """Return whether somebody else than the taker has, within a day, read back to her the very step that was taken."""
        at = move["moved_at"]
        rows = now.of("confirmation", case, until=at, about=case, act=move["event"])
        return any(
            row["added_by_id"] != move["taken_by_id"] and row["added_at"] >= at - timedelta(days=1)
            for row in rows
        )

    def consent(self, now: Picture, case: str, at: datetime) -> None:
        """P5: counsel, consequences, and acknowledgement where the rule asks for it, before his yes."""
        waited = [row for row in now.of("pending_move", case) if row["given_at"] <= at]
        given_at = waited[0]["given_at"] if waited else at
        rows = now.of("consent", case, until=given_at)
        held(rows, "P5", "his yes has a record of what came before it")
        today = day_of(given_at)
        held(rows[-1]["counsel_consulted_on"] <= today, "P5", "counsel was consulted before his yes")
        held(
            rows[-1]["consequences_explained_on"] <= today,
            "P5",
            "the consequences were explained before his yes",
        )
        if now.rule("entry.accountable_acknowledges", case):
            said = rows[-1]["acknowledged_on"]
            held(said is not None and said <= today, "P5", "he acknowledged before his yes")

    def team(self, now: Picture, case: str, at: datetime) -> None:
        """P18: advocate, facilitator and coach are there, and are three people."""
        people = {row["person_id"] for row in now.seats(case, at, *WORKERS)}
        parts = {row["role"] for row in now.seats(case, at, *WORKERS)}
        held(len(parts) == 3 and len(people) == 3, "P18", "advocate, facilitator and coach are three people")

    def safe(self, now: Picture, case: str, at: datetime, promise: str) -> None:
        """P6: the last check of coercion and of safety is fresh, of a day that has come, and lets it happen."""
        oldest = day_of(at) - timedelta(days=now.rule("safety.check_is_fresh_days", case))
        for kind in ("coercion", "safety"):
            made = [
                row
                for row in now.of("safety_check", case, until=at, kind=kind)
                if row["checked_on"] <= day_of(at)
            ]
            held(made, promise, f"there is a check of {kind}")
            last = max(made, key=lambda row: (row["checked_on"], row["added_at"]))
            held(last["checked_on"] >= oldest, promise, f"the check of {kind} is fresh")
            held(last["level"] != "not now", promise, f"the last check of {kind} does not say [not now]")
        for found in now.of("coercion_finding", case, until=at):
            by_two = self.read_back(now, case, found["id"], at, found["added_by_id"])
            held(not by_two, "P7", "nothing goes on after two people have found coercion")

    def both_ready(self, now: Picture, case: str, at: datetime) -> None:
        """P6: both are prepared, and both have lately said that they want to go on."""
        sessions = now.rule("meeting.least_preparation_sessions", case)
        minutes = now.rule("meeting.least_preparation_minutes", case)
        since = at - timedelta(days=now.rule("safety.wish_is_fresh_days", case))
        for whose in ("her", "his"):
            held_so_far = [
                row for row in now.of(f"{whose}_preparation", case, until=at) if row["held_on"] <= day_of(at)
            ]
            enough = len(held_so_far) >= sessions and sum(row["minutes"] for row in held_so_far) >= minutes
            held(enough, "P6", f"there is enough of {whose} preparation")
            wishes = now.of(f"{whose}_wish", case, until=at)
            wants = wishes and wishes[-1]["wish"] == "go on" and wishes[-1]["added_at"] >= since
            held(wants, "P6", f"{whose} last wish is fresh, and is to go on")

    def agreement_holds(self, now: Picture, at: datetime, until: date) -> None:
        """P6: the agreement with the office is in force from now to a day."""
        agreed = any(
            row["from_on"] <= day_of(at) and (row["until_on"] is None or row["until_on"] > until)
            for row in now.memoranda
        )
        held(agreed, "P6", "an agreement with the prosecutor's office is in force")

    def no_order(self, now: Picture, case: str, at: datetime, form: str, on_day: date) -> None:
        """P6: no order forbids this form on that day, or the court has written an exception for it."""
        # The same order filed again takes the place of the one before.
        newest = {
            (order["issued_by"], order["from_on"], frozenset(order["forbids"])): order
            for order in now.of("contact_order", case, until=at)
        }
        for order in newest.values():
            excepted = order["exception_from_on"] and (
                order["exception_from_on"] <= on_day < order["exception_until_on"]
            )
            in_force = order["from_on"] <= on_day and (
                order["until_on"] is None or order["until_on"] > on_day
            )
            held(form not in order["forbids"] or not in_force or excepted, "P6", "no order forbids this form")

    def meeting(self, now: Picture, case: str, at: datetime, meeting: Row, *, planned: bool) -> None:
        """P6: every meeting, when it is planned and again when it takes place."""
        stage, on = now.state(case)
        held(stage in road.AFTER_HIS_YES, "P6", "meetings are for cases in which both have said yes")
        held(not on, "P4", "no meeting while she has paused or stopped, or the case is held")
        self.team(now, case, at)
        self.safe(now, case, at, "P6")
        self.both_ready(now, case, at)
        self.agreement_holds(now, at, meeting["on_day"])
        self.no_order(now, case, at, meeting["form"], meeting["on_day"])
        held(
            now.of("her_wish", case, until=at)[-1]["form"] == meeting["form"],
            "P6",
            "the form is the one she chose",
        )
        if planned:
            held(meeting["on_day"] >= day_of(at), "P6", "a meeting is planned for a day to come")
        else:
            held(meeting["on_day"] <= day_of(at), "P6", "a meeting takes place when its day has come")

    def coercion(self, now: Picture, case: str, at: datetime) -> None:
        """P7: a finding by two, told to her first, with a safety plan, and her own view."""
        findings = now.of("coercion_finding", case, until=at)
        held(findings, "P7", "coercion ends a case only by a finding")
        last = findings[-1]
        held(
            self.read_back(now, case, last["id"], at, last["added_by_id"]), "P7", "a finding names two people"
        )
        held(last["told_her_on"] <= day_of(at), "P7", "she was told first")
        held(last["safety_plan_made_on"] <= day_of(at), "P7", "a safety plan was made with her first")
        held(last["her_view"], "P7", "a finding holds her own view")

    def breach(self, now: Picture, case: str, at: datetime) -> None:
        """P9: a breach is recorded by staff first, and she was asked if she wished to be."""
        rows = now.of("breach", case, until=at)
        held(rows, "P9", "a breach is recorded before it ends anything")
        last = rows[-1]
        wishes = now.of("breach_wish", case, until=at, kind=last["kind"])
        wanted = wishes[-1]["wish"] if wishes else "tell me"
        urgent = last["kind"] in ("threat", "contact", "new harm")
        held(
            urgent or last["asked_her_on"] or wanted != "ask me first",
            "P9",
            "she is asked where she wished to be",
        )

    def review_was_outside(self, now: Picture, case: str, at: datetime) -> None:
        """P1: a hold ends after a review by somebody who never sat in the case."""
        held_at = max(move["moved_at"] for move in now.moves(case) if move["event"] == "hold")
        sat = {row["person_id"] for row in now.of("seat", case)}
        reviews = [
            row["outcome"]
            for row in now.of("hold_review", case, until=at)
            if row["added_at"] >= held_at and row["added_by_id"] not in sat
        ]
        held(reviews and reviews[-1] == "go on", "P1", "a hold ends when people outside the case say so last")

    # P8: the plan is hers.

    def last_answer(self, now: Picture, case: str, item: str, at: datetime) -> Row | None:
        """Return his last answer to the task that shows an item."""
        tasks = {row["id"] for row in now.rows["task"] if row["item_id"] == item}
        answers = [row for row in now.of("task_answer", case, until=at) if row["task_id"] in tasks]
        return answers[-1] if answers else None

    def plan_is_agreed(self, now: Picture, case: str, at: datetime) -> None:
        """P8: something is asked; every item that is asked was read, shown and accepted after counsel."""
        items = now.of("plan_item", case, until=at)
        dropped = {row["item_id"] for row in now.of("item_dropped", case, until=at)}
        replaced = {row["replaces_id"] for row in items}
        asked = [row for row in items if row["id"] not in dropped | replaced]
        held(asked, "P8", "a plan asks for something")
        money = any(row["kind"] == "money" for row in asked) or now.of("no_money_wanted", case, until=at)
        held(money, "P3", "money terms are decided before the plan is agreed")
        for item in asked:
            readings = now.of("item_reading", case, until=at, item_id=item["id"])
            held(readings and readings[-1]["reading"] == "safe to show", "P12", "every item was read first")
            answer = self.last_answer(now, case, item["id"], at)
            held(answer and answer["answer"] == "accept", "P8", "he has accepted all that is asked")

    def in_force(self, now: Picture, case: str, at: datetime) -> Iterator[Row]:
        """Yield the items that hold: once accepted, not dropped, and with no newer wording that was accepted."""
        items = now.of("plan_item", case, until=at)
        tasks = {row["id"]: row["item_id"] for row in now.of("task", case)}
        accepted = {tasks[row["task_id"]] for row in now.of("task_answer", case, until=at, answer="accept")}
        newer = {row["replaces_id"]: row["id"] for row in items if row["replaces_id"]}
        dropped = {row["item_id"] for row in now.of("item_dropped", case, until=at)}
        for item in items:
            later = newer.get(item["id"])
            while later is not None and later not in accepted:
                later = newer.get(later)
            if item["id"] in accepted and item["id"] not in dropped and later is None:
                yield item

    def all_is_done(self, now: Picture, case: str, at: datetime) -> None:
        """Completion: every item in force was seen done by two people, and she was asked."""
        for item in self.in_force(now, case, at):
            seen = {row["added_by_id"] for row in now.of("verification", case, until=at, item_id=item["id"])}
            held(len(seen) >= 2, "P8", "two people saw that an item was done")
            facilitators = {row["person_id"] for row in now.of("seat", case) if row["role"] == "facilitator"}
            held(seen & facilitators, "P8", "a facilitator of the case is one of them")
        asked = now.of("asked_at_the_end", case, until=at)
        held(asked, "P4", "she is asked before a case is completed")
        answers = [
            row
            for row in now.of("answer_at_the_end", case, until=at)
            if row["added_at"] >= asked[-1]["added_at"]
        ]
        if answers:
            held(answers[-1]["answer"] != "not done", "P8", "a case is not completed against her word")
        else:
            waited = day_of(at) - day_of(asked[-1]["added_at"])
            held(waited.days > now.rule("plan.answer_limit_days", case), "P8", "she has time to answer")
            disturbed = [move for move in now.moves(case)
                         if move["event"] in ("pause", "stop", "hold") and move["moved_at"] >= asked[-1]["added_at"]]  # fmt: skip
            held(not disturbed, "P4", "her time to answer does not run while she has paused")

    # Records that were added: each by whom, when and how it may be.

    def records(self, before: Picture, later: Picture, case: str) -> None:
        """Judge what was added since the last step, table by table."""
        survivor = later.survivor(case)
        for item in added(before, later, "plan_item", case):
            self.is_hers(later, case, item, survivor)
        for choice in added(before, later, "choice", case):
            self.is_hers(later, case, choice, survivor)
        for meeting in added(before, later, "meeting", case):
            self.meeting(later, case, meeting["added_at"], meeting, planned=True)
        for outcome in added(before, later, "meeting_outcome", case):
            if outcome["outcome"] == "held":
                meeting = later.by_id["meeting"][outcome["meeting_id"]]
                self.meeting(later, case, outcome["added_at"], meeting, planned=False)
        for answer in added(before, later, "task_answer", case):
            consulted = answer["counsel_consulted_on"]
            counsel_first = consulted is not None and consulted <= day_of(answer["added_at"])
            held(
                answer["answer"] != "accept" or counsel_first, "P8", "he accepts after counsel was consulted"
            )
        for task in added(before, later, "task", case):
            self.task(before, later, case, task)
        for notice in added(before, later, "meeting_notice", case):
            meeting = later.by_id["meeting"][notice["meeting_id"]]
            same = notice["form"] == meeting["form"] and notice["on_day"] == meeting["on_day"]
            held(same, "P12", "he is told the form and the day of the meeting, and nothing else")
        for shown in added(before, later, "progress_shown", case):
            self.shown(later, case, shown)
        for breach in added(before, later, "breach", case):
            held(breach["added_by_id"] != survivor, "P9", "the program records a breach, not she")
        for answer in added(before, later, "extension_answer", case):
            parts = ("survivor", "accountable", "liaison", "counsel")
            sits = {
                "accountable" if row["role"] == "counsel" and answer["how"] != "page" else row["role"]
                for row in later.seats(case, answer["added_at"], *parts)
                if row["person_id"] == answer["added_by_id"]
            }
            held(
                answer["role"] in sits,
                "P4",
                "each answers for their own part whether the process goes on longer",
            )
        for table in ("task", "task_ended", "meeting_notice", "cancellation_notice"):
            for row in added(before, later, table, case):
                self.appears_at_a_fixed_time(before, later, row)

    def is_hers(self, now: Picture, case: str, row: Row, survivor: str) -> None:
        """P8, P3: written by her, or by her advocate on her word, who says so."""
        if row["added_by_id"] == survivor:
            return
        advocates = {seat["person_id"] for seat in now.seats(case, row["added_at"], "advocate")}
        held(
            row["added_by_id"] in advocates,
            "P8",
            "only she, or her advocate on her word, writes what is hers",
        )
        held(row["how"] != "page", "P8", "what an advocate writes for her says how she gave it")

    def task(self, before: Picture, later: Picture, case: str, task: Row) -> None:
        """P12: he sees what she wrote, after her side has read it and found it safe."""
        item = later.by_id["plan_item"].get(task["item_id"])
        held(item and item["case_id"] == case, "P12", "a task shows an item of its own case")
        same = all(task[column] == item[column] for column in ("kind", "action", "by_when", "shown_by"))
        held(same, "P12", "a task says what she wrote, word for word")
        readings = later.of("item_reading", case, item_id=item["id"])
        held(
            any(row["reading"] == "safe to show" for row in readings),
            "P12",
            "her side read an item before he sees it",
        )
        if not added(before, later, "item_reading", case):
            held(
                readings[-1]["reading"] == "safe to show",
                "P12",
                "the last reading says that it is safe to show",
            )
        hers = {row["person_id"] for row in later.of("seat", case) if row["role"] in ("survivor", "advocate")}
        held(all(row["added_by_id"] in hers for row in readings), "P12", "her side reads her items")
        held(task["added_by_id"] in hers, "P12", "her side shows her items")
        if not added(before, later, "item_dropped", case):
            dropped = later.of("item_dropped", case, item_id=item["id"])
            held(not dropped, "P8", "what she dropped is not shown")

    def shown(self, now: Picture, case: str, shown: Row) -> None:
        """P12: what he did reaches her only when she asked, and a facilitator has read it."""
        at = shown["added_at"]
        said = now.of("hears_of_progress", case, until=at)
        held(said and said[-1]["wants"], "P12", "she hears of progress when she has asked to")
        facilitators = {row["person_id"] for row in now.seats(case, at, "facilitator")}
        held(
            shown["added_by_id"] in facilitators, "P12", "a facilitator reads what he gave, and passes it on"
        )
        tasks = {row["id"] for row in now.rows["task"] if row["item_id"] == shown["item_id"]}
        given = [
            row for row in now.of("progress", case, until=at, says=shown["says"], done_on=shown["done_on"])
            if row["task_id"] in tasks
        ]  # fmt: skip
        held(given, "P12", "she is shown what he gave, and nothing else")

    def appears_at_a_fixed_time(self, before: Picture, later: Picture, row: Row) -> None:
        """P12: what is new for him appears on the days and at the hour of the rule, and carries no other moment."""
        shown = row["shown_from"].astimezone(HERE)
        days, hour = (
            later.rule_on("plan.news_every", shown.date()),
            later.rule_on("plan.news_hour", shown.date()),
        )
        fixed = shown.strftime("%A").lower() in days and (shown.hour, shown.minute, shown.second) == (
            hour,
            0,
            0,
        )
        held(fixed and not shown.microsecond, "P12", "news for him comes at fixed times")
        held(row["added_at"] == row["shown_from"], "P12", "no row that he sees says when it was written")
        held(shown > before.now, "P12", "news for him comes later than it is written")

    def nothing_of_her_clock(self, now: Picture, case: str) -> None:
        """P12: no look by her side stands where his side can read it."""
        roles = {row["role"] for row in now.of("look_by_his_side", case)}
        held(roles <= {"coach", "counsel"}, "P12", "he learns of looks by his own side alone")

    # P14: looks.

    def looks(self, now: Picture, case: str) -> None:
        """P14: the looks at a case are numbered and chained, and each was by somebody who sat there."""
        before = b""
        for place, look in enumerate(sorted(now.of("look", case), key=lambda row: row["number"]), 1):
            held(look["number"] == place, "P14", "looks are numbered without a gap")
            held(
                unhexed(look["previous_hash"]) == before, "P14", "each look holds the hash of the one before"
            )
            told = "|".join(
                str(part)
                for part in (
                    look["id"], case, look["number"], look["person_id"], look["role"], look["purpose"],
                    seconds(look["looked_at"]), seconds(look["open_until"]), look["written_in"],
                )
            )  # fmt: skip
            before = sha256(before + told.encode()).digest()
            held(unhexed(look["hash"]) == before, "P14", "a look's hash is that of what it says")

    # What somebody reads on a connection of their own.

    def reads(
        self,
        now: Picture,
        person: str,
        seen: Mapping[str, list[Row]],
        *,
        directs: bool,
        glass: Iterable[str] = (),
    ) -> None:
        """P14, P12, P10, P2: judge every row that a person was shown, over the site's own role, at this moment."""
        for table, rows in seen.items():
            for row in rows:
                case = row["id"] if table == "case_file" else row["case_id"]
                self.may_be_shown(now, person, table, row, case, directs=directs, glass=case in glass)

    def may_be_shown(
        self, now: Picture, person: str, table: str, row: Row, case: str, *, directs: bool, glass: bool
    ) -> None:
        """Judge one row that one person was shown."""
        if table == "seat":
            held(
                row["person_id"] == person,
                "P12",
                "a person reads their own seats, and those for as long as they like",
            )
            return
        if directs and table in DIRECTORS_READ:
            return
        sits = {
            seat["role"] for seat in now.seats(case, now.now, *WITHOUT_A_LOOK) if seat["person_id"] == person
        }
        held(
            sits or (glass and directs),
            "P14",
            f"a row of [{table}] was shown to somebody without a part in the case",
        )
        listed = any(table in WITHOUT_A_LOOK[role] for role in sits)
        looked = any(
            look["person_id"] == person and look["looked_at"] <= now.now < look["open_until"]
            for look in now.of("look", case)
        )
        held(listed or looked, "P14", f"a row of [{table}] was shown without a look on record")
        if sits <= {"accountable", "counsel", "coach"} and sits:
            held(table in HIS_SIDE_READS, "P12", f"his side was shown a row of [{table}]")
            if "shown_from" in row:
                held(
                    row["shown_from"] <= now.now,
                    "P12",
                    f"his side was shown a row of [{table}] before its time",
                )
            if table in ("extension_answer", "worker_change_asked"):
                held(row["added_by_id"] == person, "P12", f"his side was shown somebody else's [{table}]")
        if sits == {"liaison"}:
            held(table in OFFICE_READS, "P10", f"the office was shown a row of [{table}]")
        if sits == {"survivor"}:
            held(table not in NEVER_HERS, "P12", f"she was shown a row of [{table}], which is his")


def unhexed(written: str) -> bytes:
    r"""Return the bytes that the database spells as `\\x…`."""
    return bytes.fromhex(written[2:])


def seconds(moment: datetime) -> str:
    """Return a moment as seconds since 1970 with six decimals, without passing through a float."""
    since = moment - datetime.fromtimestamp(0, tz=moment.tzinfo)
    return f"{since.days * 86400 + since.seconds}.{since.microseconds:06d}"
