"""How hard a text is to read: the school grade that it asks for, in English and in Spanish.

Syllables are those at which the hyphenation dictionaries would break a word, which finds slightly fewer than
speech has; the grades are therefore lower bounds, and a text near the limit deserves a second look.
"""

from __future__ import annotations

import re
from functools import cache

import pyphen

WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?|\d+")
SENTENCE_END = re.compile(r"[.!?:;]+(?=\s|$)")


@cache
def hyphenation(language: str) -> pyphen.Pyphen:
    """Return the dictionary of a language, allowed to break off even one letter: that too is a syllable."""
    return pyphen.Pyphen(lang={"en": "en_US", "es": "es"}[language], left=1, right=1)


def syllables(word: str, language: str) -> int:
    """Return how many syllables a word has; a number in figures counts as one.

    >>> syllables("advocate", "en"), syllables("persona", "es")
    (3, 3)
    """
    return len(hyphenation(language).positions(word.lower())) + 1


def reading_grade(text: str, language: str = "en") -> float:
    """Return the school grade in which a child reads this text with ease; 0 for a text without words.

    English: Flesch-Kincaid (Kincaid and others 1975, Naval Technical Training Command, report 8-75).
    Spanish: Crawford (1984, Lectura y Vida 5:4), made for the six grades of primary school.
    """
    words = WORD.findall(text)
    if not words:
        return 0.0
    sentences = max(1, len(SENTENCE_END.findall(text)))
    spoken = sum(syllables(word, language) for word in words)
    if language == "es":
        return -0.205 * 100 * sentences / len(words) + 0.049 * 100 * spoken / len(words) - 3.407
    return 0.39 * len(words) / sentences + 11.8 * spoken / len(words) - 15.59
