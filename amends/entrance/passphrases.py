"""Six words that we draw for a participant, who then needs no name that could tell what they sign in to."""

import re
import secrets
import unicodedata
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("words")
LANGUAGES = ("en", "es")
WORDS_IN_A_PASSPHRASE = 6
# Six of 512 words are 54 bits, which nobody guesses through the waits, and a PIN is asked as well.
FEWEST_WORDS = 512


class BrokenWords(ValueError):
    """A list of words is too short, or holds something that is not one plain word, or one word twice."""


@cache
def words_of(language: str) -> tuple[str, ...]:
    """Return the list of a language, in its order. Raises BrokenWords with the file and what was expected."""
    file = FOLDER / f"{language}.txt"
    words = tuple(file.read_text(encoding="utf-8").split())
    if len(words) < FEWEST_WORDS:
        raise BrokenWords(f"{file.name} has {len(words)} words; expected at least {FEWEST_WORDS}.")
    for word in words:
        if not re.fullmatch("[a-z]{3,9}", word) or words.count(word) > 1:
            raise BrokenWords(
                f"{file.name}: [{word}]; expected 3 to 9 letters without accents, and only once."
            )
    return words


def draw_passphrase(language: str) -> str:
    """Return six different words, with spaces between; English ones where a language has no list."""
    words = words_of(language if language in LANGUAGES else "en")
    return " ".join(secrets.SystemRandom().sample(words, WORDS_IN_A_PASSPHRASE))


def in_one_spelling(typed: str) -> str:
    """Return what somebody typed without capitals, accents and whatever stands between words.

    >>> in_one_spelling("  Álamo-Birch,  cloud ")
    'alamo birch cloud'
    """
    letters = unicodedata.normalize("NFKD", typed.casefold())
    return " ".join(re.findall("[a-z]+", re.sub(r"[\u0300-\u036f]", "", letters)))
