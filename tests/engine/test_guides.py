"""A guide is a file that people can read: what is wrong in it is told with its line."""

from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeywork.engine.activities import ActivityKind
from journeywork.engine.guide_files import read, written
from journeywork.engine.guide_heads import GuideFault
from journeywork.engine.guides import Guide, Question, Stage

GOOD = dedent(
    """\
    ---
    kind: shadowing
    title: A morning at the till
    says: For somebody who will stand there next week.
    setting: sales
    roles: [visitor, host]
    ---

    ## Before {#before minutes=10}

    Ten minutes, together.

    - What do you want to see? {#aims}
      Name one thing that you do not understand yet.
      Or one that you fear.
    - What must not be disturbed?

    ## What the host saw {#host for=host}

    * What did you notice because somebody watched?
    """
)
SHADOW = Guide(
    kind=ActivityKind.SHADOWING,
    title="A morning at the till",
    says="For somebody who will stand there next week.",
    setting="sales",
    roles=("visitor", "host"),
    stages=(
        Stage(
            key="before",
            title="Before",
            says="Ten minutes, together.",
            minutes=10,
            questions=(
                Question(
                    key="aims",
                    text="What do you want to see?",
                    hint="Name one thing that you do not understand yet.\nOr one that you fear.",
                ),
                Question(key="what-must-not-be-disturbed", text="What must not be disturbed?"),
            ),
        ),
        Stage(
            key="host",
            title="What the host saw",
            roles=("host",),
            questions=(
                Question(
                    key="what-did-you-notice-because-somebody-watched",
                    text="What did you notice because somebody watched?",
                ),
            ),
        ),
    ),
)


def test_a_file_says_what_it_asks() -> None:
    assert read(GOOD) == SHADOW


def test_who_is_asked_what_and_in_which_order() -> None:
    [before, host] = SHADOW.stages
    assert (before.asks("visitor"), host.asks("visitor"), host.asks("host")) == (True, False, True)
    assert (SHADOW.after(""), SHADOW.after("before"), SHADOW.after("host")) == (before, host, None)
    assert (SHADOW.stage("host"), SHADOW.stage("none"), SHADOW.minutes) == (host, None, 10)


BROKEN = {
    "no head": ("## Stage\n- Why?\n", 1, "must begin with a line “---” and say its kind and title"),
    "an open head": ("---\nkind: debrief\n", 1, "the head is not closed by a second line “---”"),
    "no kind": ("---\ntitle: A\n---\n## S\n- Q?\n", 1, "the head must say “kind”"),
    "another kind": (
        "---\ntitle: A\nkind: party\n---\n## S\n- Q?\n",
        3,
        (
            "“party” is no kind; kinds are: debrief, assignment, shadowing, mentoring, probe, "
            "placement, one-to-one"
        ),
    ),
    "an unknown field": (
        "---\nkind: debrief\ntitle: A\ncolour: red\n---\n",
        4,
        "“colour” is not known; a head may say: kind, title, says, setting, language, roles",
    ),
    "a field twice": ("---\nkind: debrief\nkind: probe\n---\n", 3, "“kind” is said twice"),
    "no YAML": (
        "---\nkind: debrief\ntitle: [A\n---\n",
        3,
        "is not YAML: expected ',' or ']', but got '<stream end>'",
    ),
    "a reference": (
        "---\nkind: &a debrief\ntitle: *a\n---\n",
        3,
        "is not YAML: references are not read",
    ),
    "a list": ("---\n- kind\n---\n", 2, "the head must be lines such as “title: After a change”"),
    "no title": (
        "---\nkind: debrief\ntitle: ''\n---\n",
        3,
        "“title” has 120 characters at most, and some",
    ),
    "no stage": (
        "---\nkind: debrief\ntitle: A\n---\n\n",
        5,
        "has no stage: begin one with “## ” and its title",
    ),
    "words before a stage": (
        "---\nkind: debrief\ntitle: A\n---\n\nHello\n",
        6,
        "stands before the first stage; “says” in the head tells more",
    ),
    "another heading": (
        "---\nkind: debrief\ntitle: A\n---\n# A\n",
        5,
        "only stages have headings, each with “## ”",
    ),
    "a stage without questions": (
        "---\nkind: debrief\ntitle: A\n---\n## S\n\n## T\n- Q?\n",
        5,
        "the stage asks nothing: questions begin with “- ”",
    ),
    "an empty question": (
        "---\nkind: debrief\ntitle: A\n---\n## S\n- {#q}\n",
        6,
        "a question must not be empty",
    ),
    "a hint at the margin": (
        "---\nkind: debrief\ntitle: A\n---\n## S\n- Q?\nHint\n",
        7,
        "text after a question is its hint: indent it, or begin a list item",
    ),
    "a key twice": (
        "---\nkind: debrief\ntitle: A\n---\n## S {#s}\n- Q?\n## T {#s}\n- Q?\n",
        7,
        "two stages have the key “s”",
    ),
    "a question twice": (
        "---\nkind: debrief\ntitle: A\n---\n## S\n- Q?\n- Q!\n",
        5,
        "two questions of the stage have the key “q”",
    ),
    "a foreign role": (
        "---\nkind: debrief\ntitle: A\n---\n## S {for=boss}\n- Q?\n",
        5,
        "“boss” is none of the roles: participant",
    ),
    "an unknown mark": (
        "---\nkind: debrief\ntitle: A\n---\n## S {hours=1}\n- Q?\n",
        5,
        "“hours=1” is not known in braces here; there may be: #key, minutes=..., for=...",
    ),
    "minutes in words": (
        "---\nkind: debrief\ntitle: A\n---\n## S {minutes=ten}\n- Q?\n",
        5,
        "minutes must be a whole number from 0 to 480",
    ),
    "a title without letters": (
        "---\nkind: debrief\ntitle: A\n---\n## ？\n- Q?\n",
        5,
        "needs a key of small letters in braces, such as {#intended}",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_guide_is_refused_with_the_line_and_the_reason(name: str) -> None:
    text, line, reason = BROKEN[name]
    with pytest.raises(GuideFault) as fault:
        read(text)
    assert (fault.value.line, fault.value.reason) == (line, reason)


KEYS = st.from_regex(r"[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,6})?", fullmatch=True)
ROLES = st.sampled_from([("visitor", "host"), ("participant",), ("learner", "mentor", "lender")])
LINES = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=9)
SAID = st.lists(
    LINES.filter(lambda said: not said.endswith("}") and said[0] not in "#-*"),
    min_size=1,
    max_size=6,
).map(" ".join)  # fmt: skip
QUESTIONS = st.builds(Question, key=KEYS, text=SAID, hint=st.lists(SAID, max_size=3).map("\n".join))


@st.composite
def guides(draw: st.DrawFn) -> Guide:
    """Draw any guide that can be written."""
    roles = draw(ROLES)
    stages = st.builds(
        Stage,
        key=KEYS,
        title=SAID,
        says=st.lists(SAID, max_size=2).map("\n".join),
        minutes=st.integers(0, 480),
        roles=st.lists(st.sampled_from(roles), max_size=2, unique=True).map(tuple),
        questions=st.lists(QUESTIONS, min_size=1, max_size=4, unique_by=lambda one: one.key).map(
            tuple
        ),
    )
    return Guide(
        kind=draw(st.sampled_from(ActivityKind)),
        title=draw(SAID),
        says=draw(st.just("") | SAID),
        setting=draw(st.sampled_from(["", "software", "health care", "yes", "1"])),
        language=draw(st.sampled_from(["en", "de", "no"])),
        roles=roles,
        stages=tuple(draw(st.lists(stages, min_size=1, max_size=4, unique_by=lambda one: one.key))),
    )


@given(guides())
def test_what_is_written_reads_as_the_same_guide(guide: Guide) -> None:
    assert read(written(guide)) == guide


@given(st.text(st.characters(codec="utf-8"), max_size=200), st.integers(0, 400))
def test_whatever_people_type_is_read_or_refused_with_a_line(said: str, at: int) -> None:
    text = GOOD[:at] + said + GOOD[at:]
    try:
        read(text)
    except GuideFault as fault:
        assert 1 <= fault.line <= len(text.splitlines()) + 1
