"""Addresses of mentoring."""

from django.urls import URLPattern, path

from journeywork.web.mentoring import lists, programme, round_pair, rounds

#: What a coordinator opens.
_COORDINATING: list[URLPattern] = [
    path("programmes/", lists.programmes, name="programmes"),
    path("programmes/<str:key>/", programme.programme, name="programme"),
    path("programmes/<str:key>/act/", programme.act, name="programme-act"),
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

PATHS: list[URLPattern] = [*_COORDINATING, *_ROUNDS]
