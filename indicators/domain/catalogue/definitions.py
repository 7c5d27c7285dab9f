"""The fields of an indicator's definition that an administrator may edit, and their comparison."""

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
    """The editable fields of an indicator's definition."""

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
    """Names of the fields that differ, in display order."""
    return tuple(name for name in FIELDS if getattr(before, name) != getattr(after, name))
