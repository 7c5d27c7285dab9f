"""Words that the store keeps: one StrEnum per closed list, each value spelled as it is stored.

French values are the terms of the roadmap and of EU monitoring practice; one-letter codes are
SDMX (CL_OBS_STATUS 2.2 of 13 February 2021, CL_CONF_STATUS). French labels are in
``indicators.domain.wording``.
"""

from enum import StrEnum
from typing import Self


class Word(StrEnum):
    """A word as it is stored, which carries the ``label`` that people read: ``SHORT = "CT", "Court terme"``."""

    label: str

    def __new__(cls, stored: str, label: str = "") -> Self:
        """Only the stored text is the value, so that comparing, formatting, JSON and pickle see plain text.

        ``label`` is absent where a word is looked up by its stored text; a test finds a member without it.
        """
        word = str.__new__(cls, stored)
        word._value_, word.label = stored, label
        return word


class Direction(Word):
    """Direction of progress."""

    INCREASE = "hausse", "Hausse recherchée"
    DECREASE = "baisse", "Baisse recherchée"
    NONE = "aucun", "Sans sens recherché"


class IndicatorType(Word):
    """Type in EU monitoring vocabulary; a context indicator is never judged."""

    CONTEXT = "contexte", "Contexte"
    OUTPUT = "realisation", "Réalisation"
    RESULT = "resultat", "Résultat"
    IMPACT = "impact", "Impact"


class Nature(Word):
    """What a value measures in time."""

    STOCK = "stock", "Stock à une date"
    FLOW = "flux", "Flux de la période"
    CUMULATIVE = "cumul", "Cumul depuis la situation initiale"
    AVERAGE = "moyenne", "Moyenne de la période"
    MEDIAN = "mediane", "Médiane"
    SURVEY = "enquete", "Enquête"
    CAPACITY = "capacite", "Capacité installée"


class Frequency(Word):
    """How often a new value is expected."""

    BIENNIAL = "biennale", "Tous les deux ans"
    ANNUAL = "annuelle", "Annuelle"
    SEMESTRIAL = "semestrielle", "Semestrielle"
    QUARTERLY = "trimestrielle", "Trimestrielle"
    MONTHLY = "mensuelle", "Mensuelle"
    IRREGULAR = "irreguliere", "Irrégulière"


class Aggregation(Word):
    """How the six areas combine into one DIS value."""

    SUM = "SOM", "Somme des aires"
    DISTINCT = "DIST", "Total distinct, saisi à part"
    RATIO = "RATIO", "Rapport des sommes"
    NOT_ADDITIVE = "NA", "Non additif"


class PerimeterKind(Word):
    """Kind of perimeter: one area, a named group of areas, or the whole domain."""

    AREA = "aire", "Aire stratégique"
    GROUP = "groupe", "Groupe d'aires"
    DIS = "dis", "Ensemble du DIS"


class Applicability(Word):
    """How the roadmap applies an indicator to a perimeter."""

    AS_IS = "T", "Tel quel"
    WITH_PRECISION = "P", "Moyennant précision"
    DIS_LEVEL = "DIS", "Au niveau du DIS seulement"
    ADDED = "+", "Ajouté à la feuille de route"


class PeriodKind(Word):
    """Length of a reference period, shortest names as in SDMX time periods."""

    YEAR = "annee", "Année"
    SEMESTER = "semestre", "Semestre"
    QUARTER = "trimestre", "Trimestre"
    MONTH = "mois", "Mois"
    DAY = "jour", "Jour"


class Horizon(Word):
    """Target horizons of the roadmap: 2, 5 and 10 years."""

    SHORT = "CT", "Court terme"
    MEDIUM = "MT", "Moyen terme"
    LONG = "LT", "Long terme"


class TargetMode(Word):
    """A target is a level reached at a date, or a sum accumulated since the baseline."""

    LEVEL = "niveau", "Niveau à la date"
    CUMULATIVE = "cumul", "Cumul depuis la situation initiale"


class ObsStatus(Word):
    """SDMX observation status codes. « A » (normal) is the empty set, so it is not stored."""

    BREAK = "B", "Rupture de série"
    DEFINITION_DIFFERS = "D", "Définition différente"
    ESTIMATED = "E", "Valeur estimée"
    FORECAST = "F", "Prévision"
    EXPERIMENTAL = "G", "Valeur expérimentale"
    HOLIDAY = "H", "Manquante : jour férié ou week-end"
    IMPUTED = "I", "Valeur imputée par le destinataire"
    DEROGATION = "J", "Dérogation"
    IN_ANOTHER_CATEGORY = "K", "Donnée comprise dans une autre catégorie"
    NOT_COLLECTED = "L", "Manquante : existe mais non collectée"
    CANNOT_EXIST = "M", "Manquante : ne peut exister (sans objet)"
    NOT_SIGNIFICANT = "N", "Non significatif (arrondi à zéro)"
    MISSING = "O", "Manquante (sans précision)"
    PROVISIONAL = "P", "Valeur provisoire"
    SUPPRESSED = "Q", "Manquante : masquée (confidentialité)"
    SPECIAL_EVENT = "S", "Grève ou événement exceptionnel"
    LOW_RELIABILITY = "U", "Fiabilité faible"
    UNVALIDATED = "V", "Valeur non validée"
    INCLUDES_ANOTHER = "W", "Comprend une autre catégorie"


class ConfStatus(Word):
    """SDMX confidentiality status codes in use here."""

    FREE = "F", "Diffusion libre"
    NOT_FOR_PUBLICATION = "N", "Usage interne, non publiable"
    CONFIDENTIAL = "C", "Confidentiel"
    SECONDARY = "D", "Confidentialité secondaire"
    PRIMARY_SMALL = "A", "Confidentiel : trop peu d'unités"
    PRIMARY_DOMINANCE = "O", "Confidentiel : une unité domine"
    EMBARGO = "E", "Sous embargo"


class ValueState(Word):
    """Life of a value."""

    DRAFT = "brouillon", "Brouillon"
    SUBMITTED = "soumise", "Soumise"
    RETURNED = "renvoyee", "Renvoyée pour correction"
    VALIDATED = "validee", "Validée"
    PUBLISHED = "publiee", "Publiée"
    WITHDRAWN = "retiree", "Retirée"


class EntryMethod(Word):
    """Channel by which a version was entered."""

    GRID = "grille", "Saisie dans la grille"
    FORM = "formulaire", "Saisie dans le formulaire"
    PASTE = "collage", "Collage"
    FILE = "fichier", "Import d'un fichier"
    API = "api", "Interface de programmation"
    SEED = "chargement", "Chargement initial"


class StoreKind(Word):
    """Whether the store holds real figures or a fictitious demonstration."""

    REAL = "reel", "Données réelles"
    DEMONSTRATION = "demonstration", "Démonstration : valeurs fictives"


class EffectKind(Word):
    """Expected effects of an area, in the order of the roadmap."""

    COMPANIES = "societes", "Sociétés"
    PRODUCTS = "produits", "Produits"
    INFRASTRUCTURES = "infrastructures", "Infrastructures"
    IMPLEMENTATION = "implementation", "Mise en œuvre"


class OperationTheme(Word):
    """Themes of the operations common to several areas."""

    NETWORKING = "reseautage", "Réseautage"
    FUNDING = "financement", "Financement"
    STRATEGIC_RESEARCH = "recherche", "Recherche stratégique"
    CAPACITY = "capacite", "Capacités"
    PARTNERSHIPS = "partenariats", "Partenariats"
    TRANSFER = "transfert", "Transfert"
    INTERNATIONAL = "international", "International"
    VISIBILITY = "visibilite", "Visibilité"
    TRAINING = "formation", "Formation"


class Role(Word):
    """Roles add up: a person may hold several, or none (the public)."""

    READER = "lecteur", "Lecture"
    CONTRIBUTOR = "contributeur", "Contribution"
    VALIDATOR = "validateur", "Validation"
    ADMINISTRATOR = "administrateur", "Administration"


class CampaignState(Word):
    """Life of a campaign of data entry."""

    PREPARING = "en_preparation", "En préparation"
    OPEN = "ouverte", "Ouverte"
    CLOSED = "cloturee", "Clôturée"
    PUBLISHED = "publiee", "Publiée"


class AppreciationLevel(Word):
    """The committee's own rating of an area or a series, beside the computed status and never mixed with it."""

    SECURED = "securises", "Objectifs sécurisés"
    ATTAINABLE = "atteignables", "Objectifs atteignables"
    SUPPORT_NEEDED = "appuis_necessaires", "Appuis nécessaires"
    COMPROMISED = "compromis", "Objectifs compromis"


class AppreciationState(Word):
    """State of a rating: proposed by a validator of the area, adopted by the committee, or withdrawn."""

    PROPOSED = "proposee", "Proposée"
    ADOPTED = "retenue", "Retenue par le comité"
    WITHDRAWN = "retiree", "Retirée"


class CommentKind(Word):
    """Kinds of comment, in the order of the review file."""

    FIGURES = "explication", "Explication des chiffres"
    RISKS = "risques", "Risques et obstacles"
    ACTIONS = "actions", "Prochaines actions"
    SUCCESS = "reussites", "Exemples de réussite"


class DecisionState(Word):
    """Life of a decision of the committee."""

    OPEN = "ouverte", "Ouverte"
    UNDER_WAY = "en_cours", "En cours"
    DONE = "realisee", "Réalisée"
    DROPPED = "abandonnee", "Abandonnée"


class EventCode(StrEnum):
    """Events of the journal, as stored in its column « action »; their words are in ``indicators.domain.events``."""

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
    APPRECIATION_RECORDED = "apprecier"
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
