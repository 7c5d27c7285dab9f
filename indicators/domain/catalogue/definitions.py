"""What may be said of an indicator: the fields of its sheet that an administrator edits, and what differs."""

from dataclasses import dataclass

from db.vocabulary import Direction, Frequency

FIELDS = {
    "label": "Libellé",
    "definition": "Définition",
    "nature_text": "Mode de mesure",
    "source": "Source",
    "frequency": "Fréquence",
    "frequency_text": "Précision sur la fréquence",
    "publication_delay_months": "Délai de publication (mois)",
    "decimals": "Décimales",
    "direction": "Sens recherché",
    "caution": "Précautions de lecture",
    "core": "Indicateur du noyau",
}
"""What may be changed of a definition, in the order in which it is shown."""

SENSITIVE = ("direction", "decimals", "frequency", "publication_delay_months")
"""Fields that change how values are judged, shown or awaited: they ask to be confirmed."""


@dataclass(frozen=True, slots=True)
class IndicatorSheet:
    """What an administrator may say of an indicator."""

    label: str
    definition: str
    nature_text: str
    source: str
    frequency: Frequency
    frequency_text: str
    publication_delay_months: int
    decimals: int
    direction: Direction
    caution: str
    core: bool


def changed_fields(before: IndicatorSheet, after: IndicatorSheet) -> tuple[str, ...]:
    """Names of the fields that differ, in their order."""
    return tuple(name for name in FIELDS if getattr(before, name) != getattr(after, name))
