"""The screens as data: address, title, place in the navigation. Screens are files in ``screens/`` (never ``pages/``)."""

from dataclasses import dataclass
from pathlib import Path

from indicators.domain.rights import Action

FOLDER = Path(__file__).resolve().parent / "screens"


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen. ``address`` is its path in the links; ``section`` is empty for the first group.

    ``action`` is what one must have some right to do for the screen to open; services then ask it of each row.
    """

    file: str
    address: str
    title: str
    section: str = ""
    in_navigation: bool = True
    action: Action = Action.READ_PUBLISHED

    @property
    def path(self) -> Path:
        """File of the screen."""
        return FOLDER / self.file


SCREENS = (
    Screen("overview.py", "", "Vue d’ensemble"),
    Screen("area.py", "aire", "Aires stratégiques"),
    Screen("indicators.py", "indicateurs", "Indicateurs"),
    Screen("compare.py", "comparer", "Comparer"),
    Screen("since.py", "depuis", "Depuis la dernière réunion", "Comité"),
    Screen("decisions.py", "decisions", "Décisions", "Comité"),
    Screen("meeting.py", "reunion", "Mode réunion", "Comité"),
    Screen("editions.py", "editions", "Éditions", "Comité"),
    Screen("learning.py", "apprendre", "Ce que l’on apprend", "Comité"),
    Screen("export.py", "exporter", "Exporter la revue", "Comité"),
    Screen("indicator.py", "indicateur", "Indicateur", in_navigation=False),
    Screen("entry.py", "saisie", "Ma saisie", "Saisie", action=Action.ENTER_VALUE),
    Screen("value.py", "valeur", "Une valeur", "Saisie", in_navigation=False, action=Action.READ_UNPUBLISHED),
    Screen("imports.py", "importer", "Coller ou importer", "Saisie", action=Action.IMPORT_FILE),
    Screen("validation.py", "valider", "À valider", "Saisie", action=Action.VALIDATE),
    Screen("campaigns.py", "campagnes", "Campagnes", "Saisie", action=Action.READ_UNPUBLISHED),
    Screen("journal.py", "journal", "Journal", "Saisie", action=Action.READ_UNPUBLISHED),
    Screen("targets.py", "cibles", "Situations initiales et cibles", "Pilotage", action=Action.SET_TARGET),
    Screen("people.py", "personnes", "Personnes et droits", "Pilotage", action=Action.MANAGE_PEOPLE),
    Screen("catalogue.py", "catalogue", "Catalogue", "Pilotage", action=Action.EDIT_CATALOGUE),
    Screen("parameters.py", "parametres", "Paramètres de la méthode", "Pilotage", action=Action.EDIT_PARAMETERS),
    Screen("method.py", "methode", "Méthode", "Repères"),
    Screen("guide.py", "guide", "Guide", "Repères"),
)
