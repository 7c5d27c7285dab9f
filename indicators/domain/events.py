"""Words of the journal: for each event the French verb of its sentence and the French name of the act.

A new event is a code in ``db.vocabulary.EventCode`` and its words here; the unit of work records nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from types import MappingProxyType

from db.vocabulary import EventCode


class Names(Enum):
    """What the sentence of an event names after its verb."""

    SUBJECT = auto()
    """What the event is about: a figure, a campaign, a period, a person…"""
    INDICATOR = auto()
    """The same, where a code that is no series is that of an indicator."""
    FILE = auto()
    """The name of the file."""
    NOTHING = auto()
    """The verb says it all."""


class Tells(Enum):
    """Which details of the event its sentence adds after a colon."""

    CHANGE = auto()
    """What was, and what is."""
    OWNERS = auto()
    """Who had it, and who has it."""
    EXCEPTION = auto()
    """For whom, and until when."""
    APPRECIATION = auto()
    """The level that was chosen, and whether it is proposed or adopted."""
    COMMENT = auto()
    """What kind of comment it is."""
    TITLE = auto()
    PROFILE = auto()
    """What changed in an account."""
    IMPORTED = auto()
    """How many values were written or left."""
    SESSIONS = auto()
    """How many sessions ended."""
    BACKUP = auto()
    """When the backup was made."""


@dataclass(frozen=True, slots=True)
class EventWords:
    """Words of an event. ``verb`` is in the past, before what ``names`` says; ``label`` is the act, in the infinitive.

    Three verbs for special cases, each empty if ``verb`` will do: ``again`` when the event changes an earlier one's
    content, ``undone`` when it removes all of it, ``own`` when people act on their own account (nothing is named
    then).
    """

    verb: str
    label: str
    names: Names = Names.SUBJECT
    tells: Tells = Tells.CHANGE
    again: str = ""
    undone: str = ""
    own: str = ""


EVENTS: Mapping[EventCode, EventWords] = MappingProxyType(
    {
        EventCode.VALUE_ENTERED: EventWords("a saisi", "saisir une valeur"),
        EventCode.VALUE_CORRECTED: EventWords("a corrigé", "corriger une valeur publiée"),
        EventCode.VALUE_SUBMITTED: EventWords("a soumis", "soumettre une valeur"),
        EventCode.VALUE_VALIDATED: EventWords("a validé", "valider une valeur"),
        EventCode.VALUE_RETURNED: EventWords("a renvoyé pour correction", "renvoyer une valeur pour correction"),
        EventCode.VALUE_PUBLISHED: EventWords("a publié", "publier une valeur"),
        EventCode.VALUE_WITHDRAWN: EventWords("a retiré", "retirer une valeur"),
        EventCode.VALUE_RESTORED: EventWords("a rétabli une version de", "rétablir une version antérieure"),
        EventCode.BREAK_DECLARED: EventWords("a déclaré une rupture de série pour", "déclarer une rupture de série"),
        EventCode.CONFIDENTIALITY_CHANGED: EventWords(
            "a changé la confidentialité de", "rendre une valeur confidentielle"
        ),
        EventCode.FILE_IMPORTED: EventWords("a importé", "importer un fichier", Names.FILE, Tells.IMPORTED),
        EventCode.IMPORT_UNDONE: EventWords("a annulé l’import", "annuler un import", tells=Tells.IMPORTED),
        EventCode.BASELINE_SET: EventWords(
            "a fixé la situation initiale de",
            "fixer la situation initiale",
            again="a révisé la situation initiale de",
            undone="a retiré la situation initiale de",
        ),
        EventCode.TARGET_SET: EventWords(
            "a fixé la cible de",
            "fixer une cible",
            again="a révisé la cible de",
            undone="a retiré la cible de",
        ),
        EventCode.CAMPAIGN_CREATED: EventWords("a préparé", "créer une campagne"),
        EventCode.CAMPAIGN_OPENED: EventWords("a ouvert", "ouvrir une campagne"),
        EventCode.CAMPAIGN_CLOSED: EventWords("a clôturé", "clôturer une campagne"),
        EventCode.CAMPAIGN_PUBLISHED: EventWords("a publié", "publier une campagne"),
        EventCode.SERIES_ASSIGNED: EventWords("a attribué", "attribuer une série", tells=Tells.OWNERS),
        EventCode.SERIES_HANDED_OVER: EventWords("a transmis", "transmettre une série", tells=Tells.OWNERS),
        EventCode.SERIES_RELEASED: EventWords(
            "a cessé de demander", "retirer une série d’une campagne", tells=Tells.OWNERS
        ),
        EventCode.PERIOD_LOCKED: EventWords("a verrouillé", "verrouiller une période"),
        EventCode.PERIOD_REOPENED: EventWords("a rouvert", "rouvrir une période"),
        EventCode.EXCEPTION_GRANTED: EventWords(
            "a accordé une exception pour", "accorder une exception", tells=Tells.EXCEPTION
        ),
        EventCode.APPRECIATION_RECORDED: EventWords(
            "a porté une appréciation sur",
            "porter une appréciation",
            tells=Tells.APPRECIATION,
            undone="a retiré l’appréciation portée sur",
        ),
        EventCode.COMMENT_WRITTEN: EventWords(
            "a commenté", "commenter l’avancement", tells=Tells.COMMENT, undone="a retiré un commentaire sur"
        ),
        EventCode.DECISION_RECORDED: EventWords("a consigné", "consigner une décision", again="a modifié"),
        EventCode.EDITION_FROZEN: EventWords("a figé", "figer une édition", tells=Tells.TITLE),
        EventCode.CATALOGUE_CHANGED: EventWords(
            "a ajouté", "modifier le catalogue", Names.INDICATOR, again="a modifié"
        ),
        EventCode.PARAMETERS_CHANGED: EventWords("a modifié", "modifier les paramètres de la méthode"),
        EventCode.ACCOUNT_CREATED: EventWords("a créé le compte de", "créer un compte"),
        EventCode.ACCOUNT_CHANGED: EventWords("a modifié le compte de", "modifier un compte", tells=Tells.PROFILE),
        EventCode.ACCOUNT_CLOSED: EventWords("a fermé le compte de", "fermer un compte", tells=Tells.SESSIONS),
        EventCode.ACCOUNT_REOPENED: EventWords("a rouvert le compte de", "rouvrir un compte"),
        EventCode.ACCOUNT_DELETED: EventWords("a supprimé le compte de", "supprimer un compte"),
        EventCode.ROLES_CHANGED: EventWords("a changé les rôles de", "changer les rôles d’une personne"),
        EventCode.SERIES_GRANTED: EventWords("a changé les séries de", "changer les séries d’une personne"),
        EventCode.AREAS_GRANTED: EventWords("a changé les aires de", "changer les aires d’une personne"),
        EventCode.SIGNED_IN: EventWords("a ouvert une session", "se connecter", Names.NOTHING),
        EventCode.SIGNED_OUT: EventWords("a fermé sa session", "se déconnecter", Names.NOTHING),
        EventCode.LAST_ATTEMPT_USED: EventWords(
            "a fait le dernier essai permis pour se connecter au compte de",
            "faire le dernier essai de connexion permis",
        ),
        EventCode.PASSWORD_CHANGED: EventWords(
            "a changé son mot de passe", "changer son mot de passe", Names.NOTHING, Tells.SESSIONS
        ),
        EventCode.PASSWORD_REPLACED: EventWords(
            "a remplacé le mot de passe de",
            "remplacer le mot de passe d’une personne",
            tells=Tells.SESSIONS,
            own="a remplacé son mot de passe",
        ),
        EventCode.SESSIONS_ENDED: EventWords(
            "a fermé les sessions de",
            "fermer les sessions d’une personne",
            tells=Tells.SESSIONS,
            own="a fermé toutes ses sessions",
        ),
        EventCode.STORE_FILLED: EventWords("a chargé", "charger le catalogue et les valeurs"),
        EventCode.STORE_RESTORED: EventWords("a restauré", "restaurer une sauvegarde", tells=Tells.BACKUP),
    }
)


def words_of(action: str) -> EventWords:
    """Words of a stored action; an undeclared action is quoted as it is."""
    if action in EVENTS:
        return EVENTS[EventCode(action)]
    label = action.replace("_", " ")
    return EventWords(f"a effectué l’action « {label} » sur", label)
