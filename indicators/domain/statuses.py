"""The progress statuses, their signs, and the reasons for not assessing a series.

The single definition of words, shapes and colours: screens, charts and exports all read it here.
A status is never shown by colour alone; ``word`` or ``short`` always goes with the sign.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Status(StrEnum):
    """Computed progress of one series, spelled as stored and exported."""

    ACHIEVED = "cible_atteinte"
    ON_TRACK = "en_bonne_voie"
    TO_ACCELERATE = "a_accelerer"
    LATE = "en_retard"
    DECLINE = "recul"
    MISSED = "cible_non_atteinte"
    TOO_EARLY = "trop_tot"
    NOT_ASSESSABLE = "non_evaluable"
    NOT_APPLICABLE = "sans_objet"


STATUS_ORDER: tuple[Status, ...] = tuple(Status)
"""The only order in which statuses are listed, counted or stacked."""

ASSESSABLE: frozenset[Status] = frozenset(STATUS_ORDER[:6])
"""Statuses that say something of progress: they make the coverage (« 14 évaluables sur 22 »)."""


@dataclass(frozen=True, slots=True)
class StatusSign:
    """Appearance of a status.

    ``color`` fills the shape, which always has a dark outline. ``ink`` is the colour of a text laid
    on ``color`` (contrast 4.5:1 at least). ``symbol`` is the Plotly marker, ``glyph`` the same sign
    as one character for tables and text exports.
    """

    word: str
    short: str
    shape: str
    color: str
    ink: str
    symbol: str
    glyph: str


_LIGHT, _DARK = "#ffffff", "#000000"

SIGNS: Mapping[Status, StatusSign] = MappingProxyType(
    {
        Status.ACHIEVED: StatusSign("Cible atteinte", "Atteinte", "star", "#0072B2", _LIGHT, "star", "★"),
        Status.ON_TRACK: StatusSign("En bonne voie", "En bonne voie", "circle", "#009E73", _DARK, "circle", "●"),
        Status.TO_ACCELERATE: StatusSign(
            "Progrès à accélérer", "À accélérer", "triangle-up", "#E69F00", _DARK, "triangle-up", "▲"
        ),
        Status.LATE: StatusSign("En retard", "En retard", "diamond", "#CC79A7", _DARK, "diamond", "◆"),
        Status.DECLINE: StatusSign("Recul", "Recul", "triangle-down", "#D55E00", _DARK, "triangle-down", "▼"),
        Status.MISSED: StatusSign("Cible non atteinte", "Non atteinte", "x", "#000000", _LIGHT, "x", "✕"),
        Status.TOO_EARLY: StatusSign(
            "Trop tôt pour juger", "Trop tôt", "hourglass", "#6b7280", _LIGHT, "hourglass", "⧗"
        ),
        Status.NOT_ASSESSABLE: StatusSign(
            "Non évaluable", "Non évaluable", "circle-open", "#8a929c", _DARK, "circle-open", "○"
        ),
        Status.NOT_APPLICABLE: StatusSign(
            "Sans cible (contexte)", "Sans objet", "dash", "#8a929c", _DARK, "line-ew-open", "–"
        ),
    }
)


class Reason(StrEnum):
    """Why a series cannot be assessed; only with ``Status.NOT_ASSESSABLE``."""

    BASELINE_MISSING = "SITUATION_INITIALE_MANQUANTE"
    TARGET_MISSING = "CIBLE_MANQUANTE"
    NO_OBSERVATION = "AUCUNE_OBSERVATION"
    BREAK = "RUPTURE_SERIE"
    CUMULATIVE_INCOMPLETE = "CUMUL_INCOMPLET"
    AGGREGATE_INCOMPLETE = "AGREGAT_INCOMPLET"
    MIXED_MODES = "MODES_MELANGES"
    OPPOSITE_SIGNS = "SIGNES_OPPOSES"


REASON_TEXT: Mapping[Reason, str] = MappingProxyType(
    {
        Reason.BASELINE_MISSING: "situation initiale manquante",
        Reason.TARGET_MISSING: "cible manquante",
        Reason.NO_OBSERVATION: "aucune observation utilisable depuis la situation initiale",
        Reason.BREAK: "rupture de série depuis la situation initiale",
        Reason.CUMULATIVE_INCOMPLETE: "cumul incomplet depuis la situation initiale",
        Reason.AGGREGATE_INCOMPLETE: "agrégat incomplet",
        Reason.MIXED_MODES: "cibles en niveau et en cumul mélangées",
        Reason.OPPOSITE_SIGNS: "valeurs de signes opposés, taux de croissance indéfini",
    }
)
