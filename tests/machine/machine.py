"""A machine that tries to break the promises: random people take random acts at random moments, and a judge looks on."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from itertools import count
from typing import Any, ClassVar
from uuid import UUID

from django.db import connections
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from amends.access.asking import asking
from amends.circles.explaining import explain_points
from amends.circles.meeting import hold_meeting, schedule_meeting
from amends.circles.models import Meeting
from amends.circles.preparing import prepare_her
from amends.circles.verifying import confirm
from amends.journey import moving
from amends.journey.moving import NoSuchMove, take_by_voice, take_move
from amends.journey.recording import Refused
from amends.journey.seating import answer_offer, end_part, offer_part, offers_to_me
from amends.safety.judging import judge
from amends.trace.breaking_glass import break_the_glass
from tests.machine import road
from tests.machine.acts import MOVES, NO, POINTS, RECORDS, Hand, Thunk
from tests.machine.ground import LAPSED, OF_MANY_PARTS, Ground, person_of
from tests.machine.promises import Judge, Picture, day_of, held
from tests.walking import Walk
from tests.world import id_of, key_of

PURPOSE = "working on the case"
STAFF = ("advocate", "facilitator", "coach")
OUTSIDERS = (
    "the director", "a stranger", "a spare advocate", "a spare coach", "a spare liaison", OF_MANY_PARTS, LAPSED,
    *(f"{case}'s {part}" for case in ("rose", "oak") for part in (*STAFF, "counsel", "liaison", "survivor", "accountable")),
)  # fmt: skip
LEAPS = tuple(
    timedelta(**leap)
    for leap in (
        {"minutes": 20}, {"hours": 7}, {"days": 1}, {"days": 2}, {"days": 3}, {"days": 5}, {"days": 8}, {"days": 16},
        {"days": 40}, {"days": 131}, {"days": 800},
    )
)  # fmt: skip

# Values that a rule may take from the second day on. Cases that came in on the first day keep the old ones.
NEW_RULES: tuple[dict[str, Any], ...] = (
    {},
    {"choice.cooling_off_days": 1, "stopping.hold_days": 1, "safety.check_is_fresh_days": 60,
     "safety.wish_is_fresh_days": 60, "meeting.least_preparation_sessions": 1, "meeting.least_preparation_minutes": 30,
     "entry.accountable_acknowledges": False, "choice.points": list(POINTS[:2]), "plan.answer_limit_days": 1},
    {"choice.cooling_off_days": 10, "stopping.hold_days": 9, "safety.check_is_fresh_days": 2,
     "meeting.least_preparation_sessions": 4, "meeting.least_preparation_minutes": 300},
)  # fmt: skip

ASKS = "SELECT access.take_move(%s, %s, %s)"
HIS_STEPS = ("consent", "decline", "leave", "go on", "stop", "resume")
DAY = "access.today()"
NEW = "gen_random_uuid(), %s"
HIS_WRITING = (
    f"INSERT INTO consent (id, case_id, counsel_consulted_on, consequences_explained_on, acknowledged_on, how)"
    f" VALUES ({NEW}, {DAY}, {DAY}, {DAY}, 'page')",
    f"INSERT INTO his_wish (id, case_id, wish, how) VALUES ({NEW}, 'go on', 'page')",
    f"INSERT INTO worker_change_asked (id, case_id, role) VALUES ({NEW}, 'coach')",
    f"INSERT INTO her_wish (id, case_id, wish, how) VALUES ({NEW}, 'go on', 'page')",
    f"INSERT INTO choice (id, case_id, road, how) VALUES ({NEW}, 'another', 'page')",
    f"INSERT INTO her_preparation (id, case_id, held_on, minutes, mode) VALUES ({NEW}, {DAY}, 60, 'in person')",
    f"INSERT INTO meeting (id, case_id, form, on_day) VALUES ({NEW}, 'circle', {DAY})",
    f"INSERT INTO asked_at_the_end (id, case_id, asked_on) VALUES ({NEW}, {DAY})",
    f"INSERT INTO plan_item (id, case_id, kind, action, for_whom, by_when, shown_by, how)"
    f" VALUES ({NEW}, 'action', 'words', 'community', {DAY}, 'receipt', 'page')",
)  # fmt: skip
TO_A_TASK = (
    f"INSERT INTO task_answer (id, case_id, task_id, answer, how) VALUES ({NEW}, %s, 'decline', 'page')",
    f"INSERT INTO progress (id, case_id, task_id, says, shown_by, done_on, note)"
    f" VALUES ({NEW}, %s, 'done', 'receipt', {DAY}, '')",
)  # fmt: skip
TO_AN_ITEM = (
    f"INSERT INTO task (id, case_id, item_id) VALUES ({NEW}, %s)",
    f"INSERT INTO item_dropped (id, case_id, item_id) VALUES ({NEW}, %s)",
)


@dataclass
class Here:
    """One case of an example: its id, whose people work on it, its number, and its parties with their keys."""

    id: str
    like: str
    number: str
    people: dict[str, str] = field(default_factory=dict)

    def key(self, part: str) -> str:
        """Return the key of whoever plays a part, as far as the one who began in it still does."""
        if part in self.people:
            return f"key of the {part} of {self.id}"
        return key_of(self.name(part))

    def person(self, part: str) -> str:
        """Return the id of the same person."""
        return self.people.get(part) or person_of(self.name(part))

    def name(self, part: str) -> str:
        """Return what the world calls whoever works on the case in a part."""
        return "the director" if part == "director" else f"{self.like}'s {part}"


class Machine(RuleBasedStateMachine):
    """One example: a program with one or two cases in one matter, and everybody who could do anything to them.

    `ground` is the database of the test that runs it.
    """

    ground: ClassVar[Ground]
    names: ClassVar[Iterator[int]] = count(1)

    def __init__(self) -> None:
        """Begin with nothing."""
        super().__init__()
        self.cases: list[Here] = []
        self.now: Picture | None = None
        self.judge = Judge()
        self.turn = 0
        self.beside = ThreadPoolExecutor(1)

    def teardown(self) -> None:
        """End the second connection."""
        self.beside.submit(connections.close_all).result()
        self.beside.shutdown()

    # What everything here is made of.

    @property
    def ids(self) -> list[str]:
        """The ids of the cases."""
        return [here.id for here in self.cases]

    def picture(self) -> Picture:
        """Return how everything stands at this moment. `now` is how it stood when it was last judged."""
        return self.ground.picture(self.ids)

    def state(self, here: Here) -> road.State:
        """Return where a case is at this moment."""
        return road.as_state(self.ground.state_of(here.id))

    def tries(self, key: str, here: Here | None, act: Thunk, *, looks: bool = True) -> Exception | object:
        """Let somebody try something, in a transaction of their own. Returns what came of it, a refusal included."""
        self.judge.his_side_acted |= bool(here) and key in {
            here.key(part) for part in ("accountable", "counsel", "coach")
        }
        try:
            with asking(key, case=UUID(here.id) if here and looks else None, purpose=PURPOSE):
                return act()
        except NO as no:
            if isinstance(no, Refused):
                held(no.constraint, "errors", "a refusal has the name of what it would have broken")
            return no

    def does(self, here: Here, part: str, act: Thunk) -> Exception | object:
        """Let whoever rightly plays a part try something."""
        return self.tries(here.key(part), here, act, looks=part != "director")

    def hand(self, data: st.DataObject, here: Here) -> Hand:
        """Deal the details of one act, by what stood when everything was last judged."""
        return Hand(data.draw, st.sampled_from, self.now, here.id)

    def somebody(self, data: st.DataObject, here: Here, right: tuple[str, ...]) -> tuple[str, bool]:
        """Return the key of somebody who should act, or now and then of somebody else, and whether they look first."""
        if data.draw(st.integers(0, 5), label="anybody?"):
            return here.key(data.draw(st.sampled_from(right), label="who")), True
        parties = [
            f"{place} {part}" for place in range(len(self.cases)) for part in ("survivor", "accountable")
        ]
        who = data.draw(st.sampled_from([*OUTSIDERS, *parties]), label="who")
        place, _, part = who.partition(" ")
        key = self.cases[int(place)].key(part) if place.isdigit() else key_of(who)
        return key, data.draw(st.booleans(), label="looks first")

    def refers(self, by: str, **changes: Any) -> Exception | object:
        """Let somebody refer a case. A case that comes of it is one of the machine's from now on."""
        number = next(self.names)
        like = changes.pop("like", "rose")
        walk = Walk(f"case {number}", like=like)
        walk.today = self.today  # type: ignore[method-assign]
        told = walk.told(court_number=f"CR-{self.court}") | changes
        answer = self.tries(key_of(by), None, lambda: moving.refer(told))
        if isinstance(answer, UUID):
            here = Here(str(answer), like, *self.ground.known_of(answer))
            for part in here.people:
                self.ground.sit_down(here.people[part], here.key(part))
            self.cases.append(here)
        return answer

    # How an example begins.

    @initialize(
        far=st.integers(0, 7),
        rules=st.sampled_from(NEW_RULES),
        agreement_days=st.sampled_from((None, None, 30)),
    )
    def begins(self, far: int, rules: dict[str, Any], agreement_days: int | None) -> None:
        """A case is referred, and taken some way along its road by those who should."""
        self.court = next(self.names)
        self.ground.begin(new_rules=rules, agreement_days=agreement_days)
        self.refers("rose's liaison")
        for _ in range(min(far, 6)):
            self.goes_on_without_care(self.cases[0], lambda usual, *_: usual)

    # Rules.

    @rule(data=st.data())
    def another_is_referred(self, data: st.DataObject) -> None:
        """A second survivor of the same matter is referred, or the form is filled in wrongly."""
        if len(self.cases) > 2:
            return
        first, today = self.cases[0], day_of(self.now.now)
        faults: tuple[dict[str, Any], ...] = (
            {}, {}, {}, {"charged_on": None}, {"charged_on": today + timedelta(days=1)}, {"counts": " "}, {"court_number": " "},
            {"told_on": None}, {"told_on": today + timedelta(days=1)}, {"may_be_contacted": False}, {"may_be_contacted": None},
            {"says_adult": False}, {"says_adult": None}, {"contact_how": None}, {"contact_how": "pigeon"}, {"contact_whom": " "},
            {"contact_address": ""}, {"his_called": None}, {"her_likeness": "ab" * 16, "his_likeness": "AB" * 16},
            {"counsel": str(id_of(OF_MANY_PARTS))}, {"counsel": str(id_of("a stranger"))},
            {"counsel": first.person("survivor")}, {"counsel": str(id_of("rose's liaison"))},
        )  # fmt: skip
        fault = data.draw(st.sampled_from(faults), label="fault")
        him = self.likeness(first, "accountable") if data.draw(st.booleans(), label="the same man") else {}
        like, by = data.draw(
            st.sampled_from((("rose", "rose's liaison"), ("oak", "oak's liaison"), ("oak", "a stranger")))
        )
        self.refers(by, like=like, **(him | fault))

    def likeness(self, here: Here, part: str) -> dict[str, str]:
        """Return what makes a party of a new case the same human being as a party of this one."""
        who = "his" if part == "accountable" else "her"
        return {f"{who}_likeness": self.now.likenesses[here.person(part)]}

    @rule(data=st.data())
    def a_case_goes_on(self, data: st.DataObject) -> None:
        """Those who should do what the next step needs, now and then leaving something out, and take the step."""
        here = (
            data.draw(st.sampled_from(self.cases), label="case")
            if data.draw(st.booleans())
            else self.cases[0]
        )
        care = data.draw(st.integers(0, 2), label="care")
        hand = self.hand(data, here)
        self.goes_on_without_care(here, (lambda usual, *_: usual) if care else hand.mostly)

    a_case_goes_on_again = a_case_goes_on

    @rule(data=st.data())
    def somebody_writes(self, data: st.DataObject) -> None:
        """Somebody adds a record."""
        self.somebody_acts(data, RECORDS)

    somebody_writes_again = somebody_writes

    @rule(data=st.data())
    def somebody_moves(self, data: st.DataObject) -> None:
        """Somebody takes a step."""
        self.somebody_acts(data, MOVES)

    def somebody_acts(self, data: st.DataObject, table: dict) -> None:
        """Deal one act of a table to somebody."""
        here = data.draw(st.sampled_from(self.cases), label="case")
        names = sorted(table)
        if table is MOVES and data.draw(st.booleans(), label="likely"):
            names = [name for name in names if road.after(self.now.state(here.id), name)] or names
        name = data.draw(st.sampled_from(names), label="act")
        right, deals = table[name]
        act = deals(self.hand(data, here))
        if act is None:
            return
        key, looks = self.somebody(data, here, right)
        owed = name == "open a service" and key == here.key("advocate") and self.sits(here, "advocate")
        self.judge.services_may_change = name == "change a service"
        answer = self.tries(key, here, act, looks=looks)
        if owed:
            held(
                not isinstance(answer, Exception),
                "P11",
                f"a service can be opened at any time, but: {answer!r}",
            )

    def sits(self, here: Here, part: str) -> bool:
        """Return whether the one who began in a part plays it now."""
        now = self.now
        return any(seat["person_id"] == here.person(part) for seat in now.seats(here.id, now.now, part))

    @rule(data=st.data())
    def she_confirms(self, data: st.DataObject) -> None:
        """She confirms her choice on her page. When all that P3 asks is there, nothing may keep her from it."""
        here = data.draw(st.sampled_from(self.cases), label="case")
        self.confirms_choice(here)

    def confirms_choice(self, here: Here) -> None:
        """Let her confirm, and hold the program to what it owes her."""
        now = self.picture()
        mine = {"moved_at": now.now, "taken_by_id": now.survivor(here.id), "how": "page"}
        owed = now.state(here.id) == ("choosing", frozenset()) and self.judge.may_confirm_choice(
            now, here.id, mine
        )
        answer = self.does(here, "survivor", lambda: take_move(UUID(here.id), "choose the restorative road"))
        if owed:
            held(
                answer is True,
                "P17",
                f"her choice has stood as long as the rule of her day asks, but: {answer!r}",
            )

    @rule(data=st.data())
    def she_turns(self, data: st.DataObject) -> None:
        """She stops, pauses, resumes or takes it back, herself or by voice; his side sees nothing of it."""
        here = data.draw(st.sampled_from(self.cases), label="case")
        _, on = self.now.state(here.id)
        likely = [
            "stop",
            "pause",
            *(["resume", "resume"] if "paused" in on else []),
            *(["take it back"] * 3 if "stopping" in on else []),
        ]
        event = data.draw(st.sampled_from(likely), label="event")
        by = data.draw(
            st.sampled_from(("survivor", "survivor", "advocate", "a spare coach", "the director")), label="by"
        )
        self.turns(here, event, by)

    she_turns_again = she_turns

    def turns(self, here: Here, event: str, by: str) -> None:
        """Let her take one of her turns, unseen by his side, and see that it is stored."""
        state = self.now.state(here.id)
        if by == "survivor":
            answer = self.unseen(
                here, event, lambda: self.does(here, by, lambda: take_move(UUID(here.id), event))
            )
        elif event in ("stop", "pause"):
            by = "a spare coach" if by == "advocate" else by
            call = partial(take_by_voice, here.number.lower(), event)
            answer = self.unseen(here, event, lambda: self.tries(key_of(by), None, call))
        else:
            # Given by voice, it counts once it has been read back to her: the judge sees whether it was.
            say = partial(take_move, UUID(here.id), event, how="voice")
            self.unseen(here, event, lambda: self.does(here, "advocate", say))
            return
        self.is_stored(here, event, state, answer)

    def unseen(self, here: Here, event: str, act: Callable[[], Any]) -> Any:
        """Do what others than his side do, and compare what his side sees and is answered before it and after it."""
        watchers = self.his_side(here)
        seen = self.seen_by_his_side(here, watchers)
        answer = act()
        now_seen = self.seen_by_his_side(here, watchers)
        told = [what for what in seen if seen[what] != now_seen[what]]
        held(not told, "P4", f"his side sees, or is answered, that somebody says [{event}]: {told}")
        return answer

    def is_stored(self, here: Here, event: str, state: road.State, answer: object) -> None:
        """Hold the program to it that a turn of hers is stored wherever the design knows it."""
        if answer is False:
            self.ground.run_the_clock()
        if state[0] not in road.LASTING:
            return
        _, on = self.state(here)
        match event:
            case "stop":
                held("stopping" in on, "P4", f"her stop was not stored: {answer!r}")
            case "pause":
                held(on & {"paused", "stopping"}, "P4", f"her pause was not stored: {answer!r}")
            case "resume" if "stopping" not in state[1] and "paused" in state[1]:
                held("paused" not in on, "P4", f"she could not resume: {answer!r}")
            case "take it back" if "stopping" in state[1]:
                held("stopping" not in on, "P4", f"she could not take her stop back: {answer!r}")

    def his_side(self, here: Here) -> dict[str, str]:
        """Return the keys of whoever sits on his side now, and record their looks."""
        parts = {
            row["role"] for row in self.now.seats(here.id, self.now.now, "accountable", "counsel", "coach")
        }
        keys = {part: here.key(part) for part in parts}
        for key in keys.values():
            self.ground.look(key, here.id)
        return keys

    def seen_by_his_side(self, here: Here, watchers: dict[str, str]) -> dict[str, object]:
        """Return all that his side can read, and how each thing that he could try would be answered."""
        seen: dict[str, Any] = {part: self.ground.seen_by(key, self.ids) for part, key in watchers.items()}
        if "accountable" not in watchers:
            return seen
        key, tasks = watchers["accountable"], seen["accountable"]["task"]
        attempts = [(ASKS, [here.id, event, "page"]) for event in HIS_STEPS]
        attempts += [(statement, [here.id]) for statement in HIS_WRITING]
        attempts += [(statement, [here.id, row["id"]]) for row in tasks for statement in TO_A_TASK]
        attempts += [(statement, [here.id, row["item_id"]]) for row in tasks for statement in TO_AN_ITEM]
        answers = {f"{place} {attempt[0]} {attempt[1][1:]}": self.ground.answer_to(key, *attempt)
                   for place, attempt in enumerate(attempts)}  # fmt: skip
        return seen | answers

    @rule(data=st.data())
    def his_side_goes_on_meanwhile(self, data: st.DataObject) -> None:
        """She pauses or stops; he goes on as if nothing were; she resumes, takes it back, or has the word sent."""
        here = data.draw(st.sampled_from(self.cases), label="case")
        off, on = data.draw(
            st.sampled_from((("pause", "resume"), ("stop", "take it back"), ("stop", "send the word")))
        )
        self.turns(here, off, "survivor")
        self.settle()
        for name in data.draw(
            st.lists(
                st.sampled_from(("consent", "leave", "his wish", "prepare him", "answer a task")), max_size=3
            )
        ):
            part = "coach" if name == "prepare him" else "accountable"
            self.act(here, part, name, lambda usual, *_: usual, table=MOVES if name in MOVES else RECORDS)
        self.settle()
        if on == "send the word":
            self.unseen(here, on, lambda: self.does(here, "survivor", lambda: take_move(UUID(here.id), on)))
        else:
            self.turns(here, on, "survivor")

    @rule(data=st.data())
    def it_ends_early(self, data: st.DataObject) -> None:
        """What one of the early ends needs is done, now and then with something left out, and somebody ends the case."""
        here = data.draw(st.sampled_from(self.cases), label="case")
        odd = self.hand(data, here).mostly
        names = (
            "end for coercion",
            "breach",
            "decline",
            "choose another road",
            "end by the program",
            "hold",
            "let go on",
            "leave",
        )
        legal = [name for name in names if road.after(self.now.state(here.id), name)]
        if not legal:
            return
        name = data.draw(st.sampled_from(legal), label="end")
        if name == "end for coercion":
            self.act(here, "advocate", "find coercion", odd)
            self.settle()
            self.act(
                here,
                odd("facilitator", "advocate"),
                "confirm",
                odd,
                table={"confirm": ((), behind_the_finding)},
            )
        if name == "breach":
            self.act(here, "survivor", "breach wish", odd)
            self.act(here, "facilitator", "record a breach", odd)
        if name == "let go on":
            self.act(here, "director", "review a hold", odd)
        self.settle()
        part = odd(*MOVES[name][0])
        if part in ("accountable", "counsel", "coach"):
            self.act(here, part, name, odd, table=MOVES)
        else:
            self.unseen(here, name, lambda: self.act(here, part, name, odd, table=MOVES))

    @rule(data=st.data())
    def they_meet(self, data: st.DataObject) -> None:
        """A meeting is planned, with what it needs or without some of it, and perhaps held on its day."""
        here = self.cases[0]
        hand = self.hand(data, here)
        if hand.now.state(here.id)[0] not in road.AFTER_HIS_YES:
            return
        self.get_ready(here, hand.mostly)
        form = hand.mostly("circle", "letters", "shuttle")
        on_day = self.today() + timedelta(days=hand.one(0, 0, 2, 20))
        self.does(here, "facilitator", lambda: schedule_meeting(UUID(here.id), form=form, on_day=on_day))
        if hand.one(True, False):
            self.ground.pass_time(timedelta(days=hand.one(0, 2, 20)))
        meetings = self.picture().of("meeting", here.id)
        if meetings:
            meeting = Meeting(id=UUID(meetings[-1]["id"]), case_id=UUID(here.id))
            self.does(here, "facilitator", lambda: hold_meeting(meeting, minutes=90))

    @rule(leap=st.sampled_from(LEAPS))
    def time_passes(self, leap: timedelta) -> None:
        """Time passes."""
        self.ground.pass_time(leap)

    @rule(leap=st.sampled_from((timedelta(), *LEAPS)))
    def the_clock_acts(self, leap: timedelta) -> None:
        """Time passes, and what is due is done."""
        self.ground.pass_time(leap)
        self.settle()
        self.ground.run_the_clock()
        self.judge.clock_is_done(self.picture())

    @rule(data=st.data())
    def a_seat_changes(self, data: st.DataObject) -> None:
        """The director asks somebody to take a part, or a part ends."""
        here = data.draw(st.sampled_from(self.cases), label="case")
        part = data.draw(st.sampled_from(STAFF), label="part")
        if data.draw(st.integers(0, 3), label="ends?") == 0:
            by = data.draw(st.sampled_from((here.key("director"), here.key(part), here.key("survivor"))))
            self.tries(by, here, lambda: end_part(UUID(here.id), part=part), looks=False)
            return
        who = data.draw(
            st.sampled_from(
                (
                    f"{here.like}'s {part}",
                    f"{here.like}'s {part}",
                    f"oak's {part}",
                    f"a spare {part}",
                    OF_MANY_PARTS,
                    LAPSED,
                )
            ),
            label="who",
        )
        self.seats(here, part, who, said=data.draw(st.sampled_from(("no tie", "no tie", "no tie", "tie"))))

    @rule(data=st.data())
    def a_director_breaks_the_glass(self, data: st.DataObject) -> None:
        """A director, or somebody who is none, opens a case's contents."""
        here = data.draw(st.sampled_from(self.cases), label="case")
        by = data.draw(
            st.sampled_from(("the director", "the director", "a stranger", "oak's facilitator")), label="by"
        )
        self.tries(
            key_of(by),
            None,
            lambda: break_the_glass(UUID(here.id), reason="Somebody must be called at once."),
        )

    @precondition(lambda self: self.turn % 2)
    @rule(data=st.data())
    def two_act_at_once(self, data: st.DataObject) -> None:
        """Somebody acts and has not committed yet when somebody else acts; the first is done a moment later."""
        here = data.draw(st.sampled_from(self.cases), label="case")
        first = data.draw(st.sampled_from(sorted(self.held_up(here))), label="first")
        second = data.draw(
            st.sampled_from(("stop", "stop", "pause", "leave", "consent", "end by the office")),
            label="second",
        )
        self.at_once(here, first, second)

    def held_up(self, here: Here) -> dict[str, tuple[str, Thunk]]:
        """Return what the first of two people could be in the middle of, by name: who, and what."""
        case, today = UUID(here.id), self.today()
        hers = ("resume", "take it back", "send the word", "choose another road")
        steps = {event: ("survivor", lambda event=event: take_move(case, event)) for event in hers}
        ours = ("go on", "complete", "end for safety", "hold")
        return steps | {
            **{event: ("facilitator", lambda event=event: take_move(case, event)) for event in ours},
            "meeting": ("facilitator", lambda: schedule_meeting(case, form="circle", on_day=today)),
            "preparation": ("advocate", lambda: prepare_her(case, held_on=today, minutes=60, mode="in person")),
            "explanation": ("advocate", lambda: explain_points(
                case, points=POINTS[:1], language="en", in_the_room=["survivor"], told_on=today)),
            "his yes": ("accountable", lambda: take_move(case, "consent")),
            "leaving": ("accountable", lambda: take_move(case, "leave")),
        }  # fmt: skip

    def at_once(self, here: Here, first: str, second: str) -> None:
        """Let the first act wait with its commit while the second is tried on another connection."""
        state = self.now.state(here.id)
        part, act = self.held_up(here)[first]
        by = {"leave": "accountable", "consent": "accountable", "end by the office": "liaison"}.get(
            second, "survivor"
        )
        because = "charge dismissed" if second == "end by the office" else None
        for one in (part, by):
            self.ground.look(here.key(one), here.id)
        started, was_there_first = None, False

        def then() -> object:
            return self.does(here, by, lambda: take_move(UUID(here.id), second, because=because))

        def both() -> None:
            nonlocal started, was_there_first
            act()
            started = self.beside.submit(then)
            until = time.monotonic() + 0.15
            while not started.done() and time.monotonic() < until:
                time.sleep(0.005)
            was_there_first = started.done()

        answer = self.does(here, part, both)
        told = started.result(timeout=12) if started else None
        if not isinstance(answer, Exception) and second in ("stop", "pause") and told is True:
            adds = first in ("meeting", "preparation", "explanation")
            late = adds and was_there_first and not state[1]
            held(not late, "P4", f"[{first}] was stored after her [{second}] had been")
        if started and second in ("stop", "pause") and not isinstance(told, NoSuchMove):
            if told is False:
                self.ground.run_the_clock()
            if first not in ("resume", "take it back"):
                stage, on = self.state(here)
                held(
                    on & {"paused", "stopping"} or stage in road.ENDED,
                    "P4",
                    f"her [{second}] was lost: {told!r}",
                )
        if started and second == "stop":
            stage, on = self.state(here)
            held(
                stage in road.ENDED or "stopping" in on or first == "take it back",
                "P4",
                f"her stop was lost: {told!r}",
            )

    # How a case goes on.

    def goes_on_without_care(self, here: Here, odd: Callable[..., Any]) -> None:
        """Do what the next step needs, as those who should, and take it. `odd` mostly returns its first argument."""
        stage, _ = self.state(here)
        case, later = UUID(here.id), timedelta(days=odd(0, 3, 20, 70))
        match stage:
            case "referred":
                for part in STAFF:
                    if odd(True, False):
                        self.seats(here, part, f"{here.like}'s {part}")
                self.does(here, "advocate", lambda: take_move(case, "agree to talk"))
            case "screening":
                self.checks(here, odd)
                self.ground.pass_time(later)
                self.does(here, "facilitator", lambda: take_move(case, "offer the choice"))
            case "choosing":
                self.chooses(here, odd)
            case "inviting":
                self.says_yes(here, odd)
            case "preparing":
                self.get_ready(here, odd)
                self.ground.pass_time(later)
                self.does(here, "facilitator", lambda: take_move(case, "go on"))
            case "planning":
                self.plans(here, odd)
            case "following":
                self.completes(here, odd)

    def today(self) -> Any:
        """Return the program's day."""
        return day_of(self.ground.moment())

    def seats(self, here: Here, part: str, who: str, *, said: str = "no tie") -> None:
        """The director asks somebody to take a part, who says whether there are ties."""
        self.does(here, "director", lambda: offer_part(UUID(here.id), who=id_of(who), part=part))

        def answers() -> None:
            for offer in offers_to_me():
                if str(offer.case_id) == here.id:
                    answer_offer(offer.id, said=said)

        self.tries(key_of(who), here, answers, looks=False)

    def act(
        self, here: Here, part: str, name: str, odd: Callable[..., Any], *, table: dict = RECORDS
    ) -> None:
        """Let somebody do one of the acts, as it rightly is or nearly so."""
        if not odd(True, False):
            return
        hand = Hand(lambda options: options, lambda options: odd(*options), self.picture(), here.id)
        hand.one = lambda *options: options[0]  # type: ignore[method-assign]
        act = table[name][1](hand)
        if act is not None:
            self.does(here, part, act)

    def checks(self, here: Here, odd: Callable[..., Any]) -> None:
        """Coercion and safety are judged."""
        for kind in ("coercion", "safety"):
            if odd(True, False):
                level, day = (
                    odd("low", "high", "not now"),
                    self.today() + timedelta(days=odd(0, -15, -3, 200)),
                )
                self.does(
                    here,
                    "advocate",
                    partial(
                        judge, UUID(here.id), kind=kind, level=level, checked_on=day, reason="As she told it."
                    ),
                )

    def chooses(self, here: Here, odd: Callable[..., Any]) -> None:
        """She hears both roads, chooses, waits, and confirms."""
        self.act(here, "advocate", "explain points", odd)
        self.act(here, odd("survivor", "advocate"), "choose a road", odd)
        self.ground.pass_time(timedelta(days=odd(3, 1, 2, 9, 10), minutes=1))
        self.confirms_choice(here)

    def says_yes(self, here: Here, odd: Callable[..., Any]) -> None:
        """He is invited at the next fixed time, and consents."""
        self.ground.pass_time(timedelta(days=odd(7, 0)))
        self.ground.run_the_clock()
        self.act(here, odd("accountable", "counsel", "coach"), "consent", odd, table=MOVES)

    def get_ready(self, here: Here, odd: Callable[..., Any]) -> None:
        """Both are prepared, both say that they want to go on, and checks are made."""
        for _ in range(2):
            self.act(here, "advocate", "prepare her", odd)
            self.act(here, "coach", "prepare him", odd)
        self.act(here, "survivor", "her wish", odd)
        self.act(here, "accountable", "his wish", odd)
        self.checks(here, odd)

    def plans(self, here: Here, odd: Callable[..., Any]) -> None:
        """She writes items, her side reads them and shows them, he answers, and she agrees the plan."""
        for _ in range(odd(1, 2)):
            self.act(here, "survivor", "write an item", odd)
            self.act(here, "advocate", "read an item", odd)
            self.act(here, "survivor", "show an item", odd)
        self.act(here, "survivor", "want no money", odd)
        self.ground.pass_time(timedelta(days=odd(8, 1)))
        self.act(here, "accountable", "answer a task", odd)
        self.does(
            here,
            odd("survivor", "advocate"),
            lambda: take_move(UUID(here.id), "agree the plan", how=odd("page", "voice")),
        )

    def completes(self, here: Here, odd: Callable[..., Any]) -> None:
        """What holds is seen to be done by two, she is asked, and the case is completed."""
        self.act(here, "accountable", "tell progress", odd)
        for part in ("facilitator", "advocate"):
            self.act(here, part, "verify", odd)
        self.act(here, "facilitator", "ask at the end", odd)
        self.act(here, odd("survivor", "nobody"), "answer at the end", odd)
        self.does(here, "facilitator", lambda: take_move(UUID(here.id), "complete"))

    # The judge.

    def settle(self) -> None:
        """Have everything judged up to here, so that what comes next is judged alone."""
        later = self.picture()
        self.judge.judge(self.now, later)
        self.now = later

    @invariant()
    def the_promises_hold(self) -> None:
        """After each step somebody reads all that they can, and the judge looks at every row and at what was shown."""
        self.turn += 1
        here = self.cases[self.turn % len(self.cases)]
        key, person = self.reader(here)
        if self.turn % 3:
            self.ground.look(key, here.id)
        self.settle()
        self.judge.services_may_change = self.judge.his_side_acted = False
        glass = [
            row["case_id"]
            for row in self.now.rows["break_glass"]
            if row["person_id"] == person and row["from_at"] <= self.now.now < row["until_at"]
        ]
        directs = person == person_of("the director")
        self.judge.reads(self.now, person, self.ground.seen_by(key, self.ids), directs=directs, glass=glass)

    def reader(self, here: Here) -> tuple[str, str]:
        """Return the key and the id of the next person who reads: everybody in their turn, and people without a part."""
        parts = (
            "accountable",
            "survivor",
            "counsel",
            "accountable",
            "liaison",
            "director",
            "coach",
            "advocate",
            "facilitator",
        )
        names = ("oak's advocate", "a stranger", OF_MANY_PARTS)
        place = self.turn % (len(parts) + len(names))
        if place < len(parts):
            return here.key(parts[place]), here.person(parts[place])
        name = names[place - len(parts)]
        return key_of(name), person_of(name)


def behind_the_finding(hand: Hand) -> Thunk | None:
    """Return the act of a second person who stands behind the last finding."""
    findings = hand.now.of("coercion_finding", hand.case)
    return (lambda: confirm(hand.case_id, about=UUID(findings[-1]["id"]))) if findings else None
