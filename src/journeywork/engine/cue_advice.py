"""What each kind of cue advises: to step in, to step back, and three questions. All ours.

Both ways have a reason: whoever steps in too early takes the learning away, whoever never does
leaves people alone. The questions are open, and none asks who is to blame.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from journeywork.engine.cues import CueKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """Why one might step in, why one might step back, and what one could ask."""

    step_in: str
    step_back: str
    questions: tuple[str, str, str]


ADVICE: Mapping[CueKind, Advice] = {
    CueKind.STRETCH: Advice(
        step_in="At the start ten minutes are cheap: what good looks like is clear to both of you.",
        step_back="The plan is theirs. If they have one, more advice makes it yours.",
        questions=(
            "What would make this a good piece of work, in your own words?",
            "Which part is new to you, and who has done it before?",
            "When would you want me to look, and when better not?",
        ),
    ),
    CueKind.CHECK: Advice(
        step_in="Whoever is stuck for long tends to try the same again. A question from outside "
        "can break that.",
        step_back="Finding it oneself teaches most. Let it run until tomorrow if nothing burns.",
        questions=(
            "What have you ruled out so far?",
            "What would you look at next, if you had to start afresh?",
            "Would you rather have another pair of eyes, or another day?",
        ),
    ),
    CueKind.NEWCOMER: Advice(
        step_in="In the first weeks people do not know yet whom they may ask. You can say it.",
        step_back="If somebody is beside them already, a second voice only adds to it.",
        questions=(
            "What has surprised you here so far?",
            "Whom would you ask first when you are stuck?",
            "What do we do that nobody has explained to you?",
        ),
    ),
    CueKind.DEBRIEF: Advice(
        step_in="What a team does not look back at, it does again. Propose one, and write first.",
        step_back="A debrief that is ordered is filled in, not held. Ask what is worth one.",
        questions=(
            "Which piece of work would be worth half an hour of looking back?",
            "What went better than we expected, and why?",
            "What kept us from looking back until now?",
        ),
    ),
    CueKind.AGEING: Advice(
        step_in="Work that rests often waits for a decision that is yours.",
        step_back="It may rest for a good reason, or be done elsewhere. Nobody owes you a report.",
        questions=(
            "Does this still matter?",
            "What is it waiting for, and can I do something about that?",
            "What would make it smaller?",
        ),
    ),
    CueKind.LESSON: Advice(
        step_in="A lesson that never comes back was not learned. Ask what it would be good for.",
        step_back="Some lessons are for rare days. Let it lie if it is one of them.",
        questions=(
            "In which work would this lesson have helped lately?",
            "Is it said such that somebody new would understand it?",
            "Is it still true?",
        ),
    ),
}


def sentences() -> Iterator[str]:
    """Yield every sentence of the advice, for those who translate."""
    for advice in ADVICE.values():
        yield from (advice.step_in, advice.step_back, *advice.questions)
