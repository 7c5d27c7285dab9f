"""French labels of every word that the store keeps, save statuses (``statuses.SIGNS``) and events (``events.EVENTS``)."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from db import vocabulary as v
from indicators.domain import quality

APPRECIATION_NOT_GIVEN = "Non renseignée"
"""What stands where the committee has not judged."""

# By class first: members of two lists may be spelled the same (« cumul », « F ») and would be one key.
LABELS: Mapping[type[StrEnum], Mapping[Any, str]] = MappingProxyType(
    {
        v.Direction: {
            v.Direction.INCREASE: "Hausse recherchée",
            v.Direction.DECREASE: "Baisse recherchée",
            v.Direction.NONE: "Sans sens recherché",
        },
        v.Role: {
            v.Role.READER: "Lecture",
            v.Role.CONTRIBUTOR: "Contribution",
            v.Role.VALIDATOR: "Validation",
            v.Role.ADMINISTRATOR: "Administration",
        },
        v.CampaignState: {
            v.CampaignState.PREPARING: "En préparation",
            v.CampaignState.OPEN: "Ouverte",
            v.CampaignState.CLOSED: "Clôturée",
            v.CampaignState.PUBLISHED: "Publiée",
        },
        v.IndicatorType: {
            v.IndicatorType.CONTEXT: "Contexte",
            v.IndicatorType.OUTPUT: "Réalisation",
            v.IndicatorType.RESULT: "Résultat",
            v.IndicatorType.IMPACT: "Impact",
        },
        v.Nature: {
            v.Nature.STOCK: "Stock à une date",
            v.Nature.FLOW: "Flux de la période",
            v.Nature.CUMULATIVE: "Cumul depuis la situation initiale",
            v.Nature.AVERAGE: "Moyenne de la période",
            v.Nature.MEDIAN: "Médiane",
            v.Nature.SURVEY: "Enquête",
            v.Nature.CAPACITY: "Capacité installée",
        },
        v.Frequency: {
            v.Frequency.BIENNIAL: "Tous les deux ans",
            v.Frequency.ANNUAL: "Annuelle",
            v.Frequency.SEMESTRIAL: "Semestrielle",
            v.Frequency.QUARTERLY: "Trimestrielle",
            v.Frequency.MONTHLY: "Mensuelle",
            v.Frequency.IRREGULAR: "Irrégulière",
        },
        v.Aggregation: {
            v.Aggregation.SUM: "Somme des aires",
            v.Aggregation.DISTINCT: "Total distinct, saisi à part",
            v.Aggregation.RATIO: "Rapport des sommes",
            v.Aggregation.NOT_ADDITIVE: "Non additif",
        },
        v.PerimeterKind: {
            v.PerimeterKind.AREA: "Aire stratégique",
            v.PerimeterKind.GROUP: "Groupe d'aires",
            v.PerimeterKind.DIS: "Ensemble du DIS",
        },
        v.Applicability: {
            v.Applicability.AS_IS: "Tel quel",
            v.Applicability.WITH_PRECISION: "Moyennant précision",
            v.Applicability.DIS_LEVEL: "Au niveau du DIS seulement",
            v.Applicability.ADDED: "Ajouté à la feuille de route",
        },
        v.PeriodKind: {
            v.PeriodKind.YEAR: "Année",
            v.PeriodKind.SEMESTER: "Semestre",
            v.PeriodKind.QUARTER: "Trimestre",
            v.PeriodKind.MONTH: "Mois",
            v.PeriodKind.DAY: "Jour",
        },
        v.Horizon: {
            v.Horizon.SHORT: "Court terme",
            v.Horizon.MEDIUM: "Moyen terme",
            v.Horizon.LONG: "Long terme",
        },
        v.TargetMode: {
            v.TargetMode.LEVEL: "Niveau à la date",
            v.TargetMode.CUMULATIVE: "Cumul depuis la situation initiale",
        },
        v.ObsStatus: quality.LABELS,
        v.ConfStatus: {
            v.ConfStatus.FREE: "Diffusion libre",
            v.ConfStatus.NOT_FOR_PUBLICATION: "Usage interne, non publiable",
            v.ConfStatus.CONFIDENTIAL: "Confidentiel",
            v.ConfStatus.SECONDARY: "Confidentialité secondaire",
            v.ConfStatus.PRIMARY_SMALL: "Confidentiel : trop peu d'unités",
            v.ConfStatus.PRIMARY_DOMINANCE: "Confidentiel : une unité domine",
            v.ConfStatus.EMBARGO: "Sous embargo",
        },
        v.ValueState: {
            v.ValueState.DRAFT: "Brouillon",
            v.ValueState.SUBMITTED: "Soumise",
            v.ValueState.RETURNED: "Renvoyée pour correction",
            v.ValueState.VALIDATED: "Validée",
            v.ValueState.PUBLISHED: "Publiée",
            v.ValueState.WITHDRAWN: "Retirée",
        },
        v.EntryMethod: {
            v.EntryMethod.GRID: "Saisie dans la grille",
            v.EntryMethod.FORM: "Saisie dans le formulaire",
            v.EntryMethod.PASTE: "Collage",
            v.EntryMethod.FILE: "Import d'un fichier",
            v.EntryMethod.API: "Interface de programmation",
            v.EntryMethod.SEED: "Chargement initial",
        },
        v.StoreKind: {
            v.StoreKind.REAL: "Données réelles",
            v.StoreKind.DEMONSTRATION: "Démonstration : valeurs fictives",
        },
        v.EffectKind: {
            v.EffectKind.COMPANIES: "Sociétés",
            v.EffectKind.PRODUCTS: "Produits",
            v.EffectKind.INFRASTRUCTURES: "Infrastructures",
            v.EffectKind.IMPLEMENTATION: "Mise en œuvre",
        },
        v.OperationTheme: {
            v.OperationTheme.NETWORKING: "Réseautage",
            v.OperationTheme.FUNDING: "Financement",
            v.OperationTheme.STRATEGIC_RESEARCH: "Recherche stratégique",
            v.OperationTheme.CAPACITY: "Capacités",
            v.OperationTheme.PARTNERSHIPS: "Partenariats",
            v.OperationTheme.TRANSFER: "Transfert",
            v.OperationTheme.INTERNATIONAL: "International",
            v.OperationTheme.VISIBILITY: "Visibilité",
            v.OperationTheme.TRAINING: "Formation",
        },
        v.AppreciationLevel: {
            v.AppreciationLevel.SECURED: "Objectifs sécurisés",
            v.AppreciationLevel.ATTAINABLE: "Objectifs atteignables",
            v.AppreciationLevel.SUPPORT_NEEDED: "Appuis nécessaires",
            v.AppreciationLevel.COMPROMISED: "Objectifs compromis",
        },
        v.AppreciationState: {
            v.AppreciationState.PROPOSED: "Proposée",
            v.AppreciationState.ADOPTED: "Retenue par le comité",
            v.AppreciationState.WITHDRAWN: "Retirée",
        },
        v.CommentKind: {
            v.CommentKind.FIGURES: "Explication des chiffres",
            v.CommentKind.RISKS: "Risques et obstacles",
            v.CommentKind.ACTIONS: "Prochaines actions",
            v.CommentKind.SUCCESS: "Exemples de réussite",
        },
        v.DecisionState: {
            v.DecisionState.OPEN: "Ouverte",
            v.DecisionState.UNDER_WAY: "En cours",
            v.DecisionState.DONE: "Réalisée",
            v.DecisionState.DROPPED: "Abandonnée",
        },
    }
)


def label(word: StrEnum) -> str:
    """French label of a stored word.

    Raises:
        KeyError: when the vocabulary has grown without its label (a test keeps the two together).
    """
    return LABELS[type(word)][word]
