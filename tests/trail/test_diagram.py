"""The pictures on the workflow pages name people in words that an official uses."""

import re

from postpermit.trail.diagram import state_diagram, who_words
from postpermit.web.cli.documents import DIAGRAMS

CODE = re.compile(r"[A-Z]{2,}|\*")


def test_who_may_press_is_said_with_the_names_of_divisions() -> None:
    assert who_words(("GROUP:LEADER", "ENFORCEMENT:HEAD")) == "工作组组长、执法大队负责人"
    assert who_words(("ENFORCEMENT:HEAD", "ENFORCEMENT:DEPUTY")) == "执法大队负责人、副职"
    assert who_words(("*:HEAD", "*:DEPUTY", "*:STAFF")) == "各科室"
    assert who_words(("SYSTEM",)) == "随前一步"
    assert who_words(("ANY",)) == ""


def test_no_caption_of_any_diagram_shows_a_code() -> None:
    captions = [
        line.partition(": ")[2]
        for tables in DIAGRAMS.values()
        for steps, states in tables.values()
        for line in state_diagram(steps, states).splitlines()
        if " --> " in line
    ]
    assert len(captions) > 100
    assert not [c for c in captions if CODE.search(c)]
