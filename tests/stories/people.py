"""The people of the stories. Each does on a page what a person does: by what stands there to read."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from playwright.sync_api import Locator, Page, expect

from amends.entrance.codes import one_time_code
from tests.doors.opening import without_tokens
from tests.stories.crawling import Found
from tests.stories.pictures import FOR_THE_GUIDE

if TYPE_CHECKING:
    from tests.stories.company import Company


# A shorter one, as the number of minutes, stands in many a statement by chance.
SHORTEST_TELLING_WORD = 5


class Person:
    """Somebody at a browser of their own."""

    door = ""
    called = ""
    phone = False

    def __init__(self, company: Company, page: Page) -> None:
        """Sit down before a page on which nothing is."""
        self.company = company
        self.page = page

    # What everybody can do.

    def goes_to(self, address: str) -> int:
        """Go to an address, and return the status of the answer."""
        return self.page.goto(address).status

    def goes_to_the_first_page(self) -> None:
        """Go to the first page behind their own door, signing in again where the last sitting has ended."""
        assert self.goes_to(self.door) == 200
        if "/enter/" in self.page.url:
            self.signs_in()

    def signs_in(self) -> None:
        """Come in with what one was given. Whoever was let in by a key alone cannot."""
        raise NotImplementedError

    def follows(self, words: str, *, beside: str = "") -> None:
        """Follow a link, unfolding what it is folded into; of several, the one that is read aloud with `beside`."""
        link = self.page.get_by_role(
            "link", name=re.compile(rf"^{re.escape(words)}(\s*:.*{re.escape(beside)}.*)?$")
        )
        if not link.first.is_visible():
            self.page.locator("details", has=self.page.locator("a", has_text=words)).last.locator(
                "summary"
            ).click()
        self._moves_on_by(link.first)

    def presses(self, words: str) -> None:
        """Press a button of the page."""
        self.keeps_a_picture()
        self._moves_on_by(self.page.get_by_role("main").get_by_role("button", name=words, exact=True))

    def chooses(self, question: str, answer: str) -> None:
        """Choose one answer to a question."""
        self._asked(question).get_by_label(answer, exact=True).check()

    def ticks(self, *words: str) -> None:
        """Tick boxes."""
        for each in words:
            self.page.get_by_label(each, exact=True).check()

    def picks(self, question: str, answer: str) -> None:
        """Pick an answer from a list that opens."""
        self.page.get_by_label(question, exact=True).select_option(label=answer)

    def writes(self, question: str, text: str) -> None:
        """Write something."""
        if len(text) >= SHORTEST_TELLING_WORD:
            self.company.said.add(text)
        self.page.get_by_label(question, exact=True).fill(text)

    def writes_day(self, question: str, day: date) -> None:
        """Write a day into its three boxes."""
        boxes = self._asked(question)
        for label, number in (("Month", day.month), ("Day", day.day), ("Year", day.year)):
            boxes.get_by_label(label, exact=True).fill(str(number))

    def reads(self, *sentences: str) -> None:
        """Find all of this on the page."""
        for sentence in sentences:
            expect(self.page.locator("body")).to_contain_text(sentence)

    def does_not_read(self, *sentences: str) -> None:
        """Find nothing of this on the page, which is there."""
        expect(self.page.get_by_role("heading", level=1)).to_be_attached()
        for sentence in sentences:
            expect(self.page.locator("body")).not_to_contain_text(sentence)

    def is_not_offered(self, words: str) -> None:
        """Find no link and no button of these words, folded or not."""
        expect(self.page.get_by_role("heading", level=1)).to_be_attached()
        expect(self.page.locator("a, button", has_text=words)).to_have_count(0)

    def cannot_open(self, address: str) -> None:
        """Be told that there is nothing at an address, in the very page that stands for nothing."""
        nothing = self.fetches(f"{self.door}nothing/of/the/kind/", status=404)
        assert self.goes_to(address) == 404
        self.reads("There is nothing here")
        assert self.fetches(address, status=404) == nothing

    def fetches(self, address: str, *, status: int = 200) -> bytes:
        """Return a page byte for byte, without the tokens that are drawn anew each time."""
        answer = self.page.context.request.get(address)
        assert answer.status == status
        return without_tokens(answer.body())

    def looks_at(self, address: str) -> Found:
        """Return a page as it would be read: byte for byte, but for tokens."""
        answer = self.page.context.request.get(address)
        return Found(
            address, answer.status, answer.headers, without_tokens(answer.body()).decode(errors="replace")
        )

    def answers(self, address: str) -> tuple[int, dict[str, str], bytes]:
        """Return all that a browser is told at an address, but for the clock and for tokens."""
        answer = self.page.context.request.get(address)
        told = {name: value for name, value in answer.headers.items() if name not in ("date", "set-cookie")}
        return answer.status, told, without_tokens(answer.body())

    def leaves_at_once(self) -> None:
        """Exit this page."""
        self._moves_on_by(self.page.get_by_role("link", name="Exit this page", exact=True))

    def presses_shift_three_times(self) -> None:
        """Exit without touching the mouse."""
        with self.page.expect_navigation():
            for _ in range(3):
                self.page.keyboard.press("Shift")

    def is_signed_out(self) -> None:
        """Find one's own page closed."""
        self.goes_to(self.door)
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Sign in")

    def switches_language(self, language: str) -> None:
        """Read the same page in another language."""
        self._moves_on_by(self.page.get_by_role("button", name=language, exact=True))

    def signs_out(self) -> None:
        """Leave by the front."""
        self._moves_on_by(self.page.get_by_role("button", name="Sign out"))
        self.reads("You are signed out")

    def keeps_a_picture(self, name: str | None = None) -> None:
        """Keep a picture of the page, named for its heading unless it is given a name."""
        if self.company.pictures.folder:
            heading = self.page.get_by_role("heading", level=1).inner_text()
            self.company.pictures.keep(self.page, name or f"{self.called} {heading}")

    def shows(self, name: str) -> None:
        """Keep a picture of what one comes home to, for the guide."""
        self.goes_to_the_first_page()
        self.shows_this(name)

    def shows_this(self, name: str) -> None:
        """Keep a picture of the page that is open, for the guide."""
        self.keeps_a_picture(FOR_THE_GUIDE + name)

    def _asked(self, question: str) -> Locator:
        """Return the group of answers to a question."""
        return self.page.get_by_role("group", name=question, exact=True)

    def _moves_on_by(self, target: Locator) -> None:
        """Click, and wait until the page after it is there."""
        with self.page.expect_navigation():
            target.click()


class Participant(Person):
    """Somebody who comes by phone, with six words and a number."""

    phone = True
    number = "402917"

    def begins_with(self, code: str) -> None:
        """Come in for the first time with a code: choose a number, keep six words, prove it, and be at one's page."""
        self.goes_to("/enter/words/")
        self.follows("Begin with a code")
        self.writes("Your code", code)
        self.presses("Go on")
        self.writes("Your number", self.number)
        self.writes("The same number once more", self.number)
        self.presses("Go on")
        self.words = [
            word.strip() for word in self.page.get_by_role("main").locator("ol li").all_inner_texts()
        ]
        assert len(self.words) == 6
        self.presses("I have my words")
        for place, word in enumerate(self.words, 1):
            asked = self.page.get_by_label(f"Word number {place}", exact=True)
            if asked.count():
                asked.fill(word)
        self.presses("Go on")
        assert self.door in self.page.url

    def signs_in(self) -> None:
        """Come in with six words and a number."""
        assert self.goes_to(self.door) == 200
        self.writes("Your six words", " ".join(self.words))
        self.writes("Your number", self.number)
        self.presses("Sign in")
        assert self.door in self.page.url


class Survivor(Participant):
    """She."""

    door = "/my/"
    called = "survivor"

    # Pause and stop: one link that is on every page, one button.

    def pauses(self) -> None:
        """Pause, from whatever page she is on."""
        self.goes_to_the_first_page()
        self.follows("Take a pause")
        self.presses("Pause now")
        self.reads("You have paused")

    def goes_on_after_her_pause(self) -> None:
        """Resume."""
        self.goes_to_the_first_page()
        self.follows("Go on after your pause")
        self.presses("Go on")
        self.reads("You have gone on.")

    def stops(self) -> None:
        """Stop, with one action and no reason."""
        self.goes_to_the_first_page()
        self.follows("Stop")
        self.presses("Stop now")
        self.reads("You have stopped. This holds now.")

    def takes_it_back(self) -> None:
        """Take her stop back."""
        self.goes_to_the_first_page()
        self.follows("Take your stop back")
        self.presses("Take it back")
        self.reads("You took your stop back.")

    def sends_the_word(self) -> None:
        """Let the others know now that it has ended."""
        self.goes_to_the_first_page()
        self.follows("Let the others know now")
        self.presses("Send the word now")
        self.reads("The word has gone out. This has ended.")

    # Her choice.

    def reads_about_both_roads(self) -> None:
        """Go to the page of the two roads."""
        self.goes_to_the_first_page()
        self.follows("The two roads")
        self.reads("The plan road", "Another road", "What you should know")

    def chooses_the_restorative_road(self) -> None:
        """Tell her choice; nothing happens yet."""
        self.reads_about_both_roads()
        self.follows("Tell us your choice")
        self.chooses("Which road do you want?", "Make a plan")
        self.presses("Save my choice")
        self.reads("We have your choice. You can change it.")

    def cannot_confirm_yet(self) -> None:
        """Find no way to say yes for good before her time to think is over."""
        self.reads_about_both_roads()
        self.reads("you can say yes for good. Until then you can think")
        self.is_not_offered("Say yes to the plan road")

    def confirms_her_choice(self) -> None:
        """Say yes for good."""
        self.reads_about_both_roads()
        self.follows("Say yes to the plan road")
        self.presses("Yes, this is what I want")
        self.reads("You said yes. Now we ask the other person.")

    def chooses_prosecution(self) -> None:
        """Choose another road: told, and then confirmed."""
        self.reads_about_both_roads()
        self.follows("Choose another road")
        self.presses("Yes, I choose another road")
        self.reads("You chose another road. Your help goes on.")

    def reads_that_her_help_goes_on(self) -> None:
        """Find her services open, whatever has ended."""
        self.goes_to_the_first_page()
        self.follows("More about your help")
        self.reads("Your help does not depend on what you choose here.", "We have the means for it until")

    def says_she_wants_to_go_on(self, form: str = "A circle.") -> None:
        """Say that she wants to go on, and how she wants to meet."""
        self.goes_to_the_first_page()
        self.follows("What you want, and meetings")
        self.follows("Tell us what you want")
        self.chooses("Do you want to go on?", "Yes, I want to go on")
        self._asked("How do you want to meet, if at all?").get_by_label(form).check()
        self.presses("Save")
        self.reads("Saved.")

    # Her plan.

    def opens_her_plan(self) -> None:
        """Go to her plan."""
        self.goes_to_the_first_page()
        self.follows("Your plan")

    def writes_an_item(self, action: str, **wording: str) -> None:
        """Write one part of her plan."""
        self.opens_her_plan()
        self.follows("Add to your plan")
        self.picks("What kind of thing is it?", wording.get("kind", "Something to do"))
        self.writes("What has to be done?", action)
        self.chooses("Who is it for?", wording.get("for_whom", "For my community"))
        self.writes_day("By which day?", self.company.today() + timedelta(days=90))
        self.picks("What will show that it was done?", wording.get("shown_by", "A list of who came"))
        self.presses("Save this")
        self.reads("Saved. Your advocate will read it next.")

    def shows_it(self, action: str) -> None:
        """See exactly what the other person will see, and have it shown."""
        self.opens_her_plan()
        self.follows(action)
        self.follows("Show this to the other person")
        self.reads("This is all that they will see", action)
        self.presses("Show it, just like this")
        self.reads("It will be shown on the day that you see below.")

    def wants_no_money(self) -> None:
        """Say that her plan needs no money."""
        self.opens_her_plan()
        self.follows("I want no money")
        self.presses("I want no money")
        self.reads("Saved. Your plan needs no money part.")

    def agrees_to_her_plan(self) -> None:
        """Agree, once everything in it was accepted."""
        self.opens_her_plan()
        self.follows("Agree to your plan")
        self.presses("Yes, this is my plan")
        self.reads("Your plan is agreed. It begins now.")

    def asks_to_hear_what_was_done(self) -> None:
        """Say that she wants to hear what the other person has done."""
        self.opens_her_plan()
        self.follows("Hear what was done")
        self.chooses("Do you want to hear what the other person has done?", "Yes")
        self.presses("Save")
        self.reads("You asked to hear what was done.")

    def says_all_of_it_is_done(self) -> None:
        """Answer how she sees it at the end."""
        self.goes_to_the_first_page()
        self.follows("Answer")
        self.chooses("Is all of your plan done?", "Yes, it is done")
        self.presses("Send my answer")
        self.reads("Thank you. We have your answer.")

    # What is hers to know and to set.

    def says_how_to_reach_her(self, number: str) -> None:
        """Allow one way of reaching her."""
        self.goes_to_the_first_page()
        self.follows("How we may reach you")
        self.follows("Add or change a way")
        self.chooses("Which way?", "Phone")
        self.chooses("May we use it?", "Yes, this is safe for me")
        self.writes("Which number or address?", number)
        self.presses("Save")
        self.reads("Saved.", number)

    def writes_her_safety_plan(self, steps: str) -> None:
        """Write what she will do when something happens."""
        self.goes_to_the_first_page()
        self.follows("Your safety")
        self.follows("Write your safety plan")
        self.writes("What will you do, and whom will you call?", steps)
        self.presses("Save")
        self.reads("Saved.", steps)

    def wants_to_be_asked_first_about(self, breach: str) -> None:
        """Say beforehand that nothing is done about one kind of breach before she was asked."""
        self.goes_to_the_first_page()
        self.follows("Your safety")
        self.follows("Say what you want to hear of")
        self.chooses(breach, "Ask me first")
        self.presses("Save")
        self.reads("Saved.")

    def reads_who_has_looked(self, *who: str) -> None:
        """See everybody who has opened her case."""
        self.goes_to_the_first_page()
        self.follows("See all who have looked")
        self.reads("Who has looked", *who)

    def sees_what_the_other_person_sees(self) -> None:
        """See what the other person can open about her now."""
        self.goes_to_the_first_page()
        self.follows("See who can see what")
        self.follows("The other person")

    def asks_for_someone_else(self, who: str) -> None:
        """Ask for another worker. No reason is asked."""
        self.goes_to_the_first_page()
        self.follows("Ask for someone else")
        self.follows("Ask for someone else")
        self.chooses("Who should be someone else?", who)
        self.presses("Ask for someone else")
        self.reads("We have heard you. We will find someone else.")


class Accountable(Participant):
    """He."""

    door = "/answer/"
    called = "accountable"

    def reads_the_word(self, word: str) -> None:
        """Read the word on his case."""
        self.goes_to_the_first_page()
        expect(self.page.locator("[aria-current=true]")).to_contain_text(word)

    def reads_his_rights(self) -> None:
        """Read what a yes and a no mean."""
        self.goes_to_the_first_page()
        self.follows("Read more about your rights")
        self.reads("It is your choice", "What happens after a yes")

    def says_yes(self) -> None:
        """Consent, after counsel."""
        self.reads_his_rights()
        self.follows("Say yes")
        self.writes_day("On which day did you talk with your lawyer?", self.company.today())
        self.writes_day(
            "On which day were you told what a yes and a no would mean for you?", self.company.today()
        )
        self.ticks("I own that what I did caused harm")
        self.presses("Yes, I want to take part")
        self.reads("Your yes is saved.")

    def says_no(self) -> None:
        """Decline, without a reason."""
        self.reads_his_rights()
        self.follows("Say no")
        self.reads("You do not have to say why.")
        self.presses("No, I do not want to take part")
        self.reads("Your no is saved.")

    def says_he_wants_to_go_on(self) -> None:
        """Say that he wants to go on."""
        self.goes_to_the_first_page()
        self.follows("Say if you want to go on")
        self.chooses("Do you want to go on?", "I want to go on")
        self.presses("Save my answer")
        self.reads("Saved.")

    def opens_his_task(self, action: str) -> None:
        """Open one thing that is asked of him."""
        self.goes_to_the_first_page()
        task = self.page.get_by_role("main").get_by_role("listitem").filter(has_text=action).last
        self._moves_on_by(task.get_by_role("link"))
        self.reads("One thing to do", action)

    def agrees_to(self, action: str) -> None:
        """Agree to one task, after counsel."""
        self.opens_his_task(action)
        self.follows("Answer")
        self.chooses("What is your answer?", "Yes, I will do this")
        self.writes_day(
            "If you say yes: on which day did you talk with your lawyer about this?", self.company.today()
        )
        self.presses("Save my answer")
        self.reads("You said yes")

    def tells_what_he_did(self, action: str) -> None:
        """Say that a task is done, and what shows it."""
        self.opens_his_task(action)
        self.follows("Tell us what you did")
        self.chooses("How much have you done?", "Done")
        self.writes_day("On which day did you do it?", self.company.today())
        self.chooses("What shows that you did it?", "A list of who came")
        self.presses("Send this")
        self.reads("We have it. Our staff will read it.")

    def leaves(self) -> None:
        """Leave, without a reason."""
        self.goes_to_the_first_page()
        self.follows("Leave")
        self.presses("Leave now")
        self.reads("You have left.")


class Worker(Person):
    """Somebody who works in the program."""

    door = "/staff/"
    called = "worker"
    password = "quiet harbor at noon"

    def begins_with(self, code: str, *, name: str) -> None:
        """Come in for the first time with a code: a name, a password, and a phone that shows six digits."""
        self.goes_to("/enter/")
        self.follows("Begin with a code")
        self.writes("Your code", code)
        self.presses("Go on")
        self.name = name
        self.writes("A sign-in name", name)
        self.writes("A password", self.password)
        self.writes("The same password once more", self.password)
        self.presses("Go on")
        key = self.page.get_by_role("main").get_by_role("strong").inner_text()
        self.writes("The code on your phone", one_time_code(key))
        self.presses("Go on")
        self.reads("Your recovery codes")
        self.recovery_codes = self.page.get_by_role("main").get_by_role("listitem").all_inner_texts()
        self.follows("Go on")
        assert self.door in self.page.url

    def signs_in(self) -> None:
        """Come in with name, password and a code. A phone's code counts once in half a minute, so one on paper is used."""
        assert self.goes_to(self.door) == 200
        self.writes("Your sign-in name", self.name)
        self.writes("Your password", self.password)
        self.writes("The code on your phone", self.recovery_codes.pop())
        self.presses("Sign in")
        assert self.door in self.page.url

    def opens_the_case(self) -> None:
        """Open the case from the list of those that are theirs."""
        self.goes_to_the_first_page()
        self.follows(self.company.number())

    def begins(self, act: str, *, beside: str = "") -> None:
        """Open the case, and in it the page of one thing that can be done."""
        self.opens_the_case()
        self.follows(act, beside=beside)

    def cannot(self, act: str, *because: str) -> None:
        """Be told every reason why something cannot be done, and find no button to do it."""
        self.begins(act)
        self.reads("This cannot be done yet", *because)
        expect(self.page.get_by_role("main").get_by_role("button")).to_have_count(0)

    def does(self, act: str, button: str, *, beside: str = "") -> None:
        """Do something for which nothing has to be filled in."""
        self.begins(act, beside=beside)
        self.presses(button)
        self.reads("Saved.")

    def takes_the_part(self, charged: str = "Alder Example") -> None:
        """Say that there is no tie to either side, and take the part that was offered."""
        self.goes_to_the_first_page()
        offer = self.page.get_by_role("paragraph").filter(has_text=f"Charged in public: {charged}.")
        self._moves_on_by(offer.get_by_role("link"))
        self.chooses(
            "Do you know this person, or anybody close to either side?", "I have no tie to either side"
        )
        self.presses("Answer")
        self.reads("You have the part now.")

    def takes_a_stop_by_phone(self, number: str) -> None:
        """Store a stop that a survivor gives by voice, with nothing but the number of the case."""
        self.goes_to_the_first_page()
        self.follows("Stop or pause by phone")
        self.writes("Case number", number)
        self.presses("Stop")
        self.reads("Stored. It holds from now on. Nothing more is asked of the survivor.")

    def stores_a_session(self, act: str, *, minutes: int = 60) -> None:
        """Store one session of preparation: a day, minutes, how, and nothing that was said."""
        self.begins(act)
        self.writes("How many minutes?", str(minutes))
        self.chooses("How?", "In person")
        self.presses("Store the session")
        self.reads("Saved.")

    def sees_it_done(self, action: str) -> None:
        """Say that one saw with one's own eyes that an item was done."""
        self.does("I saw that the item was done", "I saw it", beside=action)

    def gives_a_code(self, whom: str) -> str:
        """Make a code with which somebody can begin, and return it."""
        self.opens_the_case()
        self.follows(f"Give the {whom} a code to sign in")
        self.presses("Make a code")
        self.reads("It is shown only now, and can be used once.")
        return self.page.locator(".code").inner_text()

    def cannot_give_a_code_yet(self, whom: str) -> None:
        """Be told that no code can be made now, and not why."""
        self.opens_the_case()
        self.follows(f"Give the {whom} a code to sign in")
        self.presses("Make a code")
        self.reads("A code cannot be made now.")


class Advocate(Worker):
    """Her advocate."""

    called = "advocate"

    def heard_that_she_agrees_to_talk(self) -> None:
        """Store that she agreed to talk."""
        self.does("The survivor agreed to talk", "Store it")

    def judges(
        self, what: str, level: str = "Low", *, reason: str = "Nothing new since the last talk."
    ) -> None:
        """Judge coercion or safety, with a level and what it rests on."""
        self.begins("Judge coercion or safety")
        self.chooses("What is judged?", what)
        self.chooses("How high is it, in your judgement?", level)
        self.writes("What does the level rest on?", reason)
        self.presses("Store the check")
        self.reads("Saved.")

    def judges_both(self) -> None:
        """Judge coercion and safety anew."""
        self.judges("Coercion")
        self.judges("Safety")

    def opens_a_service(self, service: str) -> None:
        """Open a service that hangs on nothing else."""
        self.begins("Open a service")
        self.chooses("Which service?", service)
        self.writes_day(
            "Until which day does the program have the means?", self.company.today() + timedelta(days=365)
        )
        self.presses("Open it")
        self.reads("Saved.")

    def explains_the_two_roads(self) -> None:
        """Tell her every point of the choice."""
        self.begins("Explain the two roads")
        for point in self._asked("What did you explain?").get_by_role("checkbox").all():
            point.check()
        self.chooses("In which language?", "English")
        for person in ("The survivor", "The advocate"):
            self._asked("Who was in the room?").get_by_label(person, exact=True).check()
        self.presses("Store what was told")
        self.reads("Saved.")

    def prepares_her(self) -> None:
        """Store a session of preparation with her."""
        self.stores_a_session("Preparation with the survivor")

    def finds_safe_to_show(self, action: str) -> None:
        """Read an item of hers for places, names, children and routines."""
        self.begins("Read the item before it is shown", beside=action)
        self.reads("word for word, what the accountable party will see", action)
        self.chooses("What did you find?", "Safe to show")
        self.presses("Store the reading")
        self.reads("Saved.")

    def finds_coercion(self) -> None:
        """Record a finding of coercion, after telling her first and making a safety plan."""
        self.begins("Record a finding of coercion")
        self.chooses("Where does the pressure come from?", "Family")
        self.writes_day("On which day was the survivor told?", self.company.today())
        self.writes_day("On which day was a safety plan made with them?", self.company.today())
        self.chooses("What is the survivor's own view?", "Agrees")
        self.presses("Store the finding")
        self.reads("Saved.")


class Facilitator(Worker):
    """The facilitator of the case."""

    called = "facilitator"

    def offers_the_choice(self) -> None:
        """Let her choose from now on."""
        self.does("Offer the choice", "Offer the choice")

    def goes_on_to_planning(self) -> None:
        """Go on: both want to, both are prepared, and it is safe."""
        self.does("Go on to planning", "Go on")

    def cannot_go_on(self, *because: str) -> None:
        """Be told why it cannot go on."""
        self.cannot("Go on to planning", *because)

    def plans_a_meeting(self, form: str = "A circle", *, in_days: int = 2) -> None:
        """Plan a meeting in a form, and be taken at one's word or told why not."""
        self.begins("Plan a meeting")
        self.chooses("In which form?", form)
        self.writes_day("On which day?", self.company.today() + timedelta(days=in_days))
        self.presses("Plan it")

    def says_the_meeting_took_place(self, *, minutes: int = 90) -> None:
        """Store that a meeting was held, and for how long."""
        self.begins("The meeting took place")
        self.writes("How many minutes did it take?", str(minutes))
        self.presses("Store it")
        self.reads("Saved.")

    def finds_it_enough(self, action: str) -> None:
        """Read what he gave for a task, and find it enough."""
        self.begins("Read what was given for the task", beside=action)
        self.chooses("Is it enough?", "This is enough")
        self.presses("Store the reading")
        self.reads("Saved.")

    def passes_it_on(self, action: str) -> None:
        """Pass on to her how far it is, and no words of his."""
        self.does("Pass on to the survivor what was done", "Pass it on", beside=action)

    def asks_her_whether_all_is_done(self) -> None:
        """Store that she was asked at the end."""
        self.begins("The survivor was asked whether all is done")
        self.presses("Store it")
        self.reads("Saved.")

    def completes_the_case(self) -> None:
        """Complete it."""
        self.does("All is done", "Complete the case")

    def confirms_the_finding(self) -> None:
        """Be the second person who finds the same."""
        self.does("Confirm the finding of coercion", "I find the same")

    def ends_it_because_coercion_was_found(self) -> None:
        """End the case for coercion."""
        self.does("End the case because coercion was found", "End the case")

    def records_a_breach(self, kind: str, *, asked_her: bool = False) -> None:
        """Record that a term was not kept."""
        self.begins("Record that a term was not kept")
        self.chooses("What was it?", kind)
        self.writes_day("On which day did it happen?", self.company.today())
        if asked_her:
            self.writes_day("On which day was the survivor asked?", self.company.today())
        self.presses("Store it")
        self.reads("Saved.")

    def ends_it_after_the_breach(self) -> None:
        """End the case, the program being the one who acts."""
        self.does("End the case after a breach", "End the case")


class Coach(Worker):
    """His coach, who works with nobody else."""

    called = "coach"

    def opens_the_case(self) -> None:
        """Open the case by its court number: a coach knows no other."""
        self.goes_to_the_first_page()
        self.follows(self.company.court_number())

    def prepares_him(self) -> None:
        """Store a session of preparation with him."""
        self.stores_a_session("Preparation with the accountable party")


class Director(Worker):
    """The director of the program."""

    called = "director"

    def opens_the_case(self) -> None:
        """Open what a director knows of every case."""
        self.goes_to_the_first_page()
        self.follows(self.company.number())

    def asks_to_take_a_part(self, who: str) -> None:
        """Ask somebody who works here to take a part in the case."""
        self.begins("Ask a worker to take a part")
        choice = self.page.get_by_label("Who is asked to take which part?", exact=True)
        choice.select_option(label=choice.get_by_role("option").filter(has_text=who).first.inner_text())
        self.presses("Ask")
        self.reads("Saved.")

    def invites(self, who: str) -> str:
        """Make a code with which a worker can begin, and return it."""
        self.goes_to_the_first_page()
        self.follows("Who works here")
        self.follows("Make a code", beside=who)
        self.presses("Make a code")
        return self.page.locator(".code").inner_text()


class Office(Worker):
    """Somebody behind the office's door."""

    door = "/office/"

    def opens_the_case(self) -> None:
        """Open the case by its court number."""
        self.goes_to_the_first_page()
        self.follows(self.company.court_number())

    def reads_the_word(self, word: str) -> None:
        """Read the one word on the case."""
        self.opens_the_case()
        expect(self.page.locator("[aria-current=true]")).to_contain_text(word)

    def knows_nothing_of_the_case(self) -> None:
        """Find it on no list, and nothing at its address."""
        self.goes_to_the_first_page()
        self.does_not_read(self.company.court_number())
        self.cannot_open(f"/office/{self.company.walk.case_id}/")


class Liaison(Office):
    """The liaison of the prosecutor's office."""

    called = "liaison"

    def refers(self, court_number: str) -> None:
        """Refer a charged case, with how she may be contacted."""
        today = self.company.today()
        self.goes_to_the_first_page()
        self.follows("Refer a case")
        self.writes("Court number", court_number)
        self.writes("The counts that concern this survivor", "PC 236.1(a), count 2")
        self.writes_day("Day of the charge", today - timedelta(days=20))
        self.writes("Name under which the person is charged", "Alder Example")
        self.writes_day("Birth date of the person who is charged", date(1984, 5, 3))
        self.picks("Counsel of the person who is charged", "rose's counsel")
        self.writes("What the survivor wants to be called", "Fern")
        self.writes_day("Birth date of the survivor", date(1999, 8, 21))
        self.ticks("The survivor says that they are an adult today")
        self.writes_day("Day on which the survivor was told about the program", today)
        self.ticks("The survivor said that the program may contact them")
        self.chooses("In which way", "Phone")
        self.writes("Where: a number, an address, or the person to go through", "555-0100")
        self.writes("Whom to ask for", "Fern")
        self.presses("Refer the case")

    def files_an_order(self, *forbids: str, begun_on: date, exception_in_days: int | None = None) -> None:
        """File a court's order that forbids forms of contact, with its written exception if there is one."""
        self.opens_the_case()
        self.follows("File an order that forbids contact")
        self.chooses("Who issued the order", "A court")
        for form in forbids:
            self._asked("Which forms of contact it forbids").get_by_label(form, exact=True).check()
        self.writes_day("First day of the order", begun_on)
        if exception_in_days is not None:
            begins = self.company.today() + timedelta(days=exception_in_days)
            self.writes_day("First day of a written exception for this program", begins)
            self.writes_day("Day on which the exception is over", begins + timedelta(days=60))
        self.presses("File the order")
        self.reads("The order is filed.")


class Counsel(Office):
    """Counsel of the accountable party."""

    called = "counsel"
