"""The guide shows pictures that are there, and each says in words what is to be seen."""

import re
from pathlib import Path

from PIL import Image

GUIDE = Path(__file__).parents[2] / "docs" / "start"


def test_every_picture_of_the_guide_is_there_with_words_and_no_other():
    shown = dict(re.findall(r"!\[([^\]]*)\]\((pictures/[^)]+)\)", (GUIDE / "README.md").read_text()))
    assert shown
    assert all(len(words.split()) > 3 for words in shown)
    assert {str(each.relative_to(GUIDE)) for each in GUIDE.glob("pictures/*")} == set(shown.values())
    for picture in shown.values():
        with Image.open(GUIDE / picture) as opened:
            assert opened.width in (390, 1280), picture


def test_the_guide_is_reached_from_the_first_page():
    assert "docs/start/" in (GUIDE.parents[1] / "README.md").read_text()
