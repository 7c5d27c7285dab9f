"""The fictitious memory of the committee: when it met, what it judged, what was commented, what it decided.

Which series it looked at follows from the fictitious values; the texts are here, and say that they are fictitious.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from db.vocabulary import AppreciationLevel, CommentKind, DecisionState
from seeds.demo.chance import Chance

SECRETARIAT = "secretariat@demonstration.invalid"
PILOT = "pilote@demonstration.invalid"

_LEVELS = tuple(AppreciationLevel)


@dataclass(frozen=True, slots=True)
class DemoMeeting:
    """A meeting of the committee; the edition is frozen in the morning, decisions are taken in the afternoon."""

    code: str
    held_on: date

    @property
    def label(self) -> str:
        """« Comité du 20/11/2025 »."""
        return f"Comité du {self.held_on:%d/%m/%Y}"

    @property
    def frozen_at(self) -> datetime:
        """The instant of its edition."""
        return datetime(self.held_on.year, self.held_on.month, self.held_on.day, 8, 30, tzinfo=UTC)

    @property
    def prepared_at(self) -> datetime:
        """When its comments and appreciations came in."""
        return self.frozen_at - timedelta(days=2)

    @property
    def decided_at(self) -> datetime:
        """When its decisions were recorded."""
        return self.frozen_at + timedelta(hours=6)


MEETINGS = (DemoMeeting("COMITE-2025-11", date(2025, 11, 20)), DemoMeeting("COMITE-2026-05", date(2026, 5, 21)))
NOTE = "Édition fictive de la démonstration."
LAST_PROPOSAL = datetime(2026, 10, 27, 9, 15, tzinfo=UTC)

_TEXTS = {
    CommentKind.FIGURES: (
        "Texte fictif : la hausse vient de deux nouvelles implantations comptées pour la première fois.",
        "Texte fictif : les chiffres reposent sur neuf réponses au lieu de onze ; deux sont attendues.",
        "Texte fictif : l’écart avec l’année précédente tient au calendrier des appels à projets.",
    ),
    CommentKind.RISKS: (
        "Texte fictif : deux recrutements clés sont retardés ; le risque porte sur l’échéance à moyen terme.",
        "Texte fictif : la source principale change de nomenclature l’an prochain.",
        "Texte fictif : un acteur porte la moitié du résultat ; sa feuille de route est en révision.",
    ),
    CommentKind.ACTIONS: (
        "Texte fictif : atelier avec les hôpitaux partenaires au prochain trimestre.",
        "Texte fictif : convention de données à signer avant l’été.",
        "Texte fictif : relance des répondants et visite de deux plateformes.",
    ),
    CommentKind.SUCCESS: (
        "Texte fictif : première étude clinique multicentrique lancée dans l’aire.",
        "Texte fictif : une plateforme commune ouverte à quatre entreprises.",
        "Texte fictif : un consortium de l’aire retenu dans un appel européen.",
    ),
}
_MOTIVES = (
    "Motif fictif : le carnet de projets laisse attendre un rattrapage dès l’an prochain.",
    "Motif fictif : les résultats dépendent d’un financement qui n’est pas acquis.",
    "Motif fictif : les jalons de l’année sont tenus, malgré le retard des chiffres.",
)


@dataclass(frozen=True, slots=True)
class Step:
    """A version of a fictitious decision: state, note, at which meeting (its rank)."""

    meeting: int
    state: DecisionState
    note: str = ""


@dataclass(frozen=True, slots=True)
class DecisionPlan:
    """A fictitious decision of a meeting, about the worst series of an area and its first operation."""

    code: str
    meeting: int
    area: int
    text: str
    in_charge: str
    due_on: date | None
    steps: tuple[Step, ...] = ()


DECISIONS = (
    DecisionPlan(
        "D-2025-01",
        0,
        1,
        "Décision fictive : réunir les pilotes de l’aire pour un plan de rattrapage.",
        "Pilote de l’aire 1 (fictif)",
        date(2026, 3, 31),
        (Step(1, DecisionState.DONE, "Suivi fictif : plan remis et approuvé."),),
    ),
    DecisionPlan(
        "D-2025-02",
        0,
        3,
        "Décision fictive : obtenir les chiffres manquants auprès des fédérations.",
        "Cellule de suivi (fictive)",
        date(2026, 6, 30),
        (Step(1, DecisionState.UNDER_WAY, "Suivi fictif : deux fédérations sur trois ont répondu."),),
    ),
    DecisionPlan(
        "D-2025-03",
        0,
        5,
        "Décision fictive : étudier une enquête complémentaire.",
        "Pilote de l’aire 5 (fictif)",
        None,
        (Step(1, DecisionState.DROPPED, "Suivi fictif : une source administrative suffit."),),
    ),
    DecisionPlan(
        "D-2026-01",
        1,
        2,
        "Décision fictive : proposer une révision de la cible à moyen terme.",
        "Secrétariat du comité (fictif)",
        date(2027, 1, 31),
    ),
    DecisionPlan(
        "D-2026-02",
        1,
        4,
        "Décision fictive : accompagner trois dossiers de certification.",
        "Pilote de l’aire 4 (fictif)",
        date(2026, 12, 15),
    ),
)


def level_of(name: str, meeting: int, share_of_alarms: int) -> AppreciationLevel:
    """An appreciation of an area that follows its alarms (in %), a little above or below."""
    drift = Chance(name).between(-1, 1, "appréciation", meeting)
    place = min(3, share_of_alarms // 20) + drift
    return _LEVELS[max(0, min(3, place))]


def motive_of(name: str, meeting: int) -> str:
    """The motive that goes with an appreciation."""
    return Chance(name).pick(_MOTIVES, "motif", meeting)


def comments_of(name: str, meeting: int) -> Iterator[tuple[CommentKind, str]]:
    """The comments on an area at a meeting: the figures always, the others not always."""
    chance = Chance(name)
    for kind, texts in _TEXTS.items():
        if kind is CommentKind.FIGURES or chance.happens(70, "commentaire", kind, meeting):
            yield kind, chance.pick(texts, "commentaire", kind, meeting, "texte")


def looked_at(alarming: Sequence[str], meeting: int) -> Sequence[str]:
    """The series that the committee judged one by one: two of those that alarm in each area."""
    return alarming[meeting : meeting + 2]
