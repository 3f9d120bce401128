"""Addresses of mentoring."""

from django.urls import URLPattern, path

from journeywork.web.mentoring import (
    apart,
    enrol,
    gives,
    health,
    lists,
    match,
    match_acts,
    match_plans,
    mine,
    people,
    programme,
    round_pair,
    rounds,
    rules,
    setting_up,
    tables,
    taking_part,
    trying,
    wishes,
)

#: What a coordinator opens.
_COORDINATING: list[URLPattern] = [
    path("programmes/", lists.programmes, name="programmes"),
    path("programmes/new/", setting_up.new, name="programme-new"),
    path("programmes/template/", tables.to_fill_in, name="programme-table"),
    path("programmes/<str:key>/", programme.programme, name="programme"),
    path("programmes/<str:key>/act/", programme.act, name="programme-act"),
    path("programmes/<str:key>/change/", setting_up.change, name="programme-change"),
    path("programmes/<str:key>/rules/", rules.rules, name="programme-rules"),
    path("programmes/<str:key>/try/", trying.dry_run, name="programme-try"),
    path("programmes/<str:key>/people/", people.people, name="programme-people"),
    path("programmes/<str:key>/people/import/", tables.take_in, name="programme-import"),
    path("programmes/<str:key>/people/export/", tables.export, name="programme-export"),
]

#: Rounds, as a coordinator runs them.
_ROUNDS: list[URLPattern] = [
    path("programmes/<str:key>/rounds/", rounds.all_rounds, name="programme-rounds"),
    path("programmes/<str:key>/rounds/ask/", rounds.ask, name="round-ask"),
    path("programmes/<str:key>/rounds/<int:number>/", rounds.one_round, name="round"),
    path(
        "programmes/<str:key>/rounds/<int:number>/progress/",
        rounds.progress,
        name="round-progress",
    ),
    path("programmes/<str:key>/rounds/<int:number>/act/", rounds.act, name="round-act"),
    path(
        "programmes/<str:key>/rounds/<int:number>/together/",
        round_pair.together,
        name="round-together",
    ),
    path(
        "programmes/<str:key>/rounds/<int:number>/pairs/<uuid:pair_id>/",
        round_pair.pair,
        name="round-pair",
    ),
    path(
        "programmes/<str:key>/rounds/<int:number>/pairs/<uuid:pair_id>/act/",
        round_pair.act,
        name="round-pair-act",
    ),
    path(
        "programmes/<str:key>/rounds/<int:number>/pairs/<uuid:pair_id>/why-not/<uuid:person_id>/",
        round_pair.why_not_part,
        name="round-why-not",
    ),
]

#: What those in a match open, and what is seen of matches by who coordinates.
_MATCHES: list[URLPattern] = [
    path("mentoring/matches/<uuid:match_id>/", match.match, name="mentoring-match"),
    path("mentoring/matches/<uuid:match_id>/write/", match.write, name="match-write"),
    path("mentoring/matches/<uuid:match_id>/act/", match_acts.act, name="match-act"),
    path("mentoring/matches/<uuid:match_id>/times/", match_plans.times, name="match-times"),
    path("mentoring/matches/<uuid:match_id>/agenda/", match_plans.agenda, name="match-agenda"),
    path("mentoring/matches/<uuid:match_id>/back/", match.looking_back, name="match-back"),
    path("people/<str:key>/gives/", gives.gives, name="person-gives"),
    path("programmes/<str:key>/health/", health.health, name="programme-health"),
]

#: What whoever takes part opens.
_TAKING_PART: list[URLPattern] = [
    path("mentoring/", mine.mine, name="mentoring"),
    path("mentoring/pairs/<uuid:pair_id>/answer/", mine.answer, name="mentoring-answer"),
    path("mentoring/apart/", apart.apart, name="mentoring-apart"),
    path("mentoring/programmes/<str:key>/", enrol.programme, name="mentoring-programme"),
    path("mentoring/programmes/<str:key>/act/", taking_part.act, name="mentoring-act"),
    path("mentoring/programmes/<str:key>/wishes/", wishes.wishes, name="mentoring-wishes"),
    path(
        "mentoring/programmes/<str:key>/possible/", taking_part.possible, name="mentoring-possible"
    ),
]

PATHS: list[URLPattern] = [*_COORDINATING, *_TAKING_PART, *_MATCHES, *_ROUNDS]
