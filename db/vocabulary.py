"""Words that the store keeps: one StrEnum per closed list, each value spelled as it is stored.

French values are the terms of the roadmap and of EU monitoring practice; one-letter codes are
SDMX (CL_OBS_STATUS 2.2 of 13 February 2021, CL_CONF_STATUS). Labels for people live in
``indicators.domain.wording``.
"""

from enum import StrEnum


class Direction(StrEnum):
    """Which way is progress."""

    INCREASE = "hausse"
    DECREASE = "baisse"
    NONE = "aucun"


class IndicatorType(StrEnum):
    """Type in EU monitoring vocabulary; a context indicator is never judged."""

    CONTEXT = "contexte"
    OUTPUT = "realisation"
    RESULT = "resultat"
    IMPACT = "impact"


class Nature(StrEnum):
    """What a value measures in time."""

    STOCK = "stock"
    FLOW = "flux"
    CUMULATIVE = "cumul"
    AVERAGE = "moyenne"
    MEDIAN = "mediane"
    SURVEY = "enquete"
    CAPACITY = "capacite"


class Frequency(StrEnum):
    """How often a new value is expected."""

    BIENNIAL = "biennale"
    ANNUAL = "annuelle"
    SEMESTRIAL = "semestrielle"
    QUARTERLY = "trimestrielle"
    MONTHLY = "mensuelle"
    IRREGULAR = "irreguliere"


class Aggregation(StrEnum):
    """How the six areas combine into one DIS value."""

    SUM = "SOM"
    DISTINCT = "DIST"
    RATIO = "RATIO"
    NOT_ADDITIVE = "NA"


class PerimeterKind(StrEnum):
    """What a series is about: one area, a named group of areas, or the whole domain."""

    AREA = "aire"
    GROUP = "groupe"
    DIS = "dis"


class Applicability(StrEnum):
    """How the roadmap applies an indicator to a perimeter."""

    AS_IS = "T"
    WITH_PRECISION = "P"
    DIS_LEVEL = "DIS"
    ADDED = "+"


class PeriodKind(StrEnum):
    """Length of a reference period, shortest names as in SDMX time periods."""

    YEAR = "annee"
    SEMESTER = "semestre"
    QUARTER = "trimestre"
    MONTH = "mois"
    DAY = "jour"


class Horizon(StrEnum):
    """Target horizons of the roadmap: 2, 5 and 10 years."""

    SHORT = "CT"
    MEDIUM = "MT"
    LONG = "LT"


class TargetMode(StrEnum):
    """A target is a level reached at a date, or a sum accumulated since the baseline."""

    LEVEL = "niveau"
    CUMULATIVE = "cumul"


class ObsStatus(StrEnum):
    """SDMX observation status codes. « A » (normal) is the empty set, so it is not stored."""

    BREAK = "B"
    DEFINITION_DIFFERS = "D"
    ESTIMATED = "E"
    FORECAST = "F"
    EXPERIMENTAL = "G"
    HOLIDAY = "H"
    IMPUTED = "I"
    DEROGATION = "J"
    IN_ANOTHER_CATEGORY = "K"
    NOT_COLLECTED = "L"
    CANNOT_EXIST = "M"
    NOT_SIGNIFICANT = "N"
    MISSING = "O"
    PROVISIONAL = "P"
    SUPPRESSED = "Q"
    SPECIAL_EVENT = "S"
    LOW_RELIABILITY = "U"
    UNVALIDATED = "V"
    INCLUDES_ANOTHER = "W"


class ConfStatus(StrEnum):
    """SDMX confidentiality status codes in use here."""

    FREE = "F"
    NOT_FOR_PUBLICATION = "N"
    CONFIDENTIAL = "C"
    SECONDARY = "D"
    PRIMARY_SMALL = "A"
    PRIMARY_DOMINANCE = "O"
    EMBARGO = "E"


class ValueState(StrEnum):
    """Life of a value."""

    DRAFT = "brouillon"
    SUBMITTED = "soumise"
    RETURNED = "renvoyee"
    VALIDATED = "validee"
    PUBLISHED = "publiee"
    WITHDRAWN = "retiree"


class EntryMethod(StrEnum):
    """By which door a version came in."""

    GRID = "grille"
    FORM = "formulaire"
    PASTE = "collage"
    FILE = "fichier"
    API = "api"
    SEED = "chargement"


class StoreKind(StrEnum):
    """Whether the figures of this store are real or made up for a demonstration."""

    REAL = "reel"
    DEMONSTRATION = "demonstration"


class EffectKind(StrEnum):
    """Expected effects of an area, in the order of the roadmap."""

    COMPANIES = "societes"
    PRODUCTS = "produits"
    INFRASTRUCTURES = "infrastructures"
    IMPLEMENTATION = "implementation"


class OperationTheme(StrEnum):
    """The operations that return from area to area."""

    NETWORKING = "reseautage"
    FUNDING = "financement"
    STRATEGIC_RESEARCH = "recherche"
    CAPACITY = "capacite"
    PARTNERSHIPS = "partenariats"
    TRANSFER = "transfert"
    INTERNATIONAL = "international"
    VISIBILITY = "visibilite"
    TRAINING = "formation"


class Role(StrEnum):
    """Roles add up: a person may hold several, or none (the public)."""

    READER = "lecteur"
    CONTRIBUTOR = "contributeur"
    VALIDATOR = "validateur"
    ADMINISTRATOR = "administrateur"


class CampaignState(StrEnum):
    """Life of a campaign of data entry."""

    PREPARING = "en_preparation"
    OPEN = "ouverte"
    CLOSED = "cloturee"
    PUBLISHED = "publiee"


class AppreciationLevel(StrEnum):
    """The committee's own judgement of an area or a series, beside the computed status and never mixed with it."""

    SECURED = "securises"
    ATTAINABLE = "atteignables"
    SUPPORT_NEEDED = "appuis_necessaires"
    COMPROMISED = "compromis"


class AppreciationState(StrEnum):
    """Standing of an appreciation: proposed by who answers for the area, adopted by the committee, taken back."""

    PROPOSED = "proposee"
    ADOPTED = "retenue"
    WITHDRAWN = "retiree"


class CommentKind(StrEnum):
    """What a pilot comments on, in the order of the review file."""

    FIGURES = "explication"
    RISKS = "risques"
    ACTIONS = "actions"
    SUCCESS = "reussites"


class DecisionState(StrEnum):
    """Life of a decision of the committee."""

    OPEN = "ouverte"
    UNDER_WAY = "en_cours"
    DONE = "realisee"
    DROPPED = "abandonnee"


class EventCode(StrEnum):
    """Everything that the journal records, under its column « action »; words are in ``indicators.domain.events``."""

    VALUE_ENTERED = "saisir"
    VALUE_CORRECTED = "corriger"
    VALUE_SUBMITTED = "soumettre"
    VALUE_VALIDATED = "valider"
    VALUE_RETURNED = "renvoyer"
    VALUE_PUBLISHED = "publier"
    VALUE_WITHDRAWN = "retirer"
    VALUE_RESTORED = "retablir"
    BREAK_DECLARED = "declarer_rupture"
    CONFIDENTIALITY_CHANGED = "rendre_confidentiel"
    FILE_IMPORTED = "importer"
    IMPORT_UNDONE = "annuler_import"
    BASELINE_SET = "fixer_situation_initiale"
    TARGET_SET = "fixer_cible"
    CAMPAIGN_CREATED = "creer_campagne"
    CAMPAIGN_OPENED = "ouvrir_campagne"
    CAMPAIGN_CLOSED = "cloturer_campagne"
    CAMPAIGN_PUBLISHED = "publier_campagne"
    SERIES_ASSIGNED = "attribuer"
    SERIES_HANDED_OVER = "transmettre"
    SERIES_RELEASED = "retirer_de_campagne"
    PERIOD_LOCKED = "verrouiller"
    PERIOD_REOPENED = "deverrouiller"
    EXCEPTION_GRANTED = "accorder_exception"
    APPRECIATION_GIVEN = "apprecier"
    COMMENT_WRITTEN = "commenter"
    DECISION_RECORDED = "decider"
    EDITION_FROZEN = "figer_edition"
    CATALOGUE_CHANGED = "modifier_catalogue"
    PARAMETERS_CHANGED = "modifier_parametres"
    ACCOUNT_CREATED = "compte créé"
    ACCOUNT_CHANGED = "compte modifié"
    ACCOUNT_CLOSED = "compte fermé"
    ACCOUNT_REOPENED = "compte rouvert"
    ACCOUNT_DELETED = "compte supprimé"
    ROLES_CHANGED = "rôles changés"
    SERIES_GRANTED = "séries attribuées"
    AREAS_GRANTED = "aires attribuées"
    SIGNED_IN = "connexion"
    SIGNED_OUT = "déconnexion"
    LAST_ATTEMPT_USED = "derniers essais de connexion"
    PASSWORD_CHANGED = "mot de passe changé"
    PASSWORD_REPLACED = "mot de passe remplacé"
    SESSIONS_ENDED = "sessions fermées"
    STORE_FILLED = "chargement"
    STORE_RESTORED = "restauration"
