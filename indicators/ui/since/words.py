"""Words of « depuis la dernière réunion »: its sections, the natures of changes, the causes of moves."""

from dataclasses import dataclass

from indicators.domain.committee.changes import Cause, ChangeKind


@dataclass(frozen=True, slots=True)
class ChangeSection:
    """A section of changes: its code in addresses, its title, what its count is of, and its note."""

    code: str
    title: str
    singular: str
    many: str
    note: str
    kinds: tuple[ChangeKind, ...] = ()


K = ChangeKind
REMARKS = "propos"
SECTIONS = (
    ChangeSection(
        "statuts", "Statuts qui ont bougé", "statut a bougé", "statuts ont bougé", "Ceux qui se dégradent d’abord."
    ),
    ChangeSection("valeurs", "Nouvelles valeurs", "nouvelle valeur", "nouvelles valeurs", "", (K.NEW_VALUE,)),
    ChangeSection(
        "revisions",
        "Révisions",
        "révision",
        "révisions",
        "L’ancienne valeur reste au journal.",
        (K.REVISED_VALUE, K.WITHDRAWN_VALUE, K.SOURCE),
    ),
    ChangeSection(
        "cibles",
        "Cibles et situations initiales",
        "cible ou situation initiale",
        "cibles ou situations initiales",
        "Fixées, révisées ou retirées.",
        (
            K.TARGET_REVISED,
            K.TARGET_SET,
            K.TARGET_WITHDRAWN,
            K.BASELINE_REVISED,
            K.BASELINE_SET,
            K.BASELINE_WITHDRAWN,
        ),
    ),
    ChangeSection(
        "ruptures",
        "Nouvelles ruptures de série",
        "rupture de série",
        "ruptures de série",
        "Avant et après une rupture, les valeurs ne se comparent pas.",
        (K.BREAK,),
    ),
    ChangeSection(
        "attendues",
        "Données attendues",
        "donnée attendue",
        "données attendues",
        "Les valeurs qui auraient dû arriver, qu’elles manquent depuis peu ou depuis longtemps.",
    ),
    ChangeSection(
        "decisions",
        "Décisions",
        "décision à suivre",
        "décisions à suivre",
        "Encore ouvertes, la plus proche échéance d’abord ; puis celles closes entre-temps.",
    ),
    ChangeSection(
        REMARKS,
        "Appréciations et commentaires",
        "propos nouveau",
        "propos nouveaux",
        "Ce que le comité a retenu, ce qui lui est proposé, ce que disent les pilotes.",
    ),
    ChangeSection(
        "methode",
        "Méthode et catalogue",
        "changement de méthode ou de catalogue",
        "changements de méthode ou de catalogue",
        "",
        (K.PARAMETERS, K.HORIZON, K.DEFINITION, K.SERIES_ADDED, K.SERIES_REMOVED),
    ),
)
BY_CODE = {section.code: section for section in SECTIONS}

NATURES: dict[ChangeKind, str] = {
    K.NEW_VALUE: "Nouvelle valeur",
    K.REVISED_VALUE: "Valeur révisée",
    K.BREAK: "Rupture de série",
    K.SOURCE: "Source précisée",
    K.WITHDRAWN_VALUE: "Valeur retirée",
    K.BASELINE_SET: "Situation initiale fixée",
    K.BASELINE_REVISED: "Situation initiale révisée",
    K.BASELINE_WITHDRAWN: "Situation initiale retirée",
    K.TARGET_SET: "Cible fixée",
    K.TARGET_REVISED: "Cible révisée",
    K.TARGET_WITHDRAWN: "Cible retirée",
    K.DEFINITION: "Définition modifiée",
    K.PARAMETERS: "Paramètres de la méthode modifiés",
    K.HORIZON: "Échéance déplacée",
    K.SERIES_ADDED: "Série ajoutée",
    K.SERIES_REMOVED: "Série retirée",
}

WORSE, BETTER, NO_LONGER, AT_LAST, OTHER_REASON = (
    "Se dégrade",
    "S’améliore",
    "N’est plus évaluable",
    "Devient évaluable",
    "Autre motif",
)
DIRECTIONS = (WORSE, NO_LONGER, BETTER, AT_LAST, OTHER_REASON)

CAUSES: dict[Cause, str] = {
    Cause.VALUE: "la valeur",
    Cause.TARGET: "la cible",
    Cause.BASELINE: "la situation initiale",
    Cause.PARAMETERS: "les paramètres de la méthode",
    Cause.DEFINITION: "la définition",
}

THRESHOLDS = {
    "on_track": "seuil « en bonne voie »",
    "accelerate": "seuil « à accélérer »",
    "decline": "seuil « recul »",
    "tolerance": "tolérance",
    "trend_percent": "stabilité de la tendance en %",
    "trend_units": "stabilité de la tendance en unités",
    "trend_small": "petits nombres",
}
