"""The screens as data: address, title, place in the navigation. Each has a folder here (never ``pages/``)."""

from dataclasses import dataclass
from pathlib import Path

from indicators.domain.rights import Action

FOLDER = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen: ``folder`` holds its ``screen.py``, ``address`` is its path in links, ``section`` its navigation group.

    ``section`` is empty for the first group. ``action`` is the right needed on at least one subject to open the screen;
    services then check it for each row.
    """

    folder: str
    address: str
    title: str
    section: str = ""
    in_navigation: bool = True
    shows_values: bool = False
    action: Action = Action.READ_PUBLISHED

    @property
    def path(self) -> Path:
        """File of the screen."""
        return FOLDER / self.folder / "screen.py"


SCREENS = (
    Screen("overview", "", "Vue d’ensemble", shows_values=True),
    Screen("area", "aire", "Aires stratégiques", shows_values=True),
    Screen("indicator_list", "indicateurs", "Indicateurs", shows_values=True),
    Screen("compare", "comparer", "Comparer", shows_values=True),
    Screen("since", "depuis", "Depuis la dernière réunion", "Comité"),
    Screen("decisions", "decisions", "Décisions", "Comité", shows_values=True),
    Screen("meeting", "reunion", "Mode réunion", "Comité"),
    Screen("editions", "editions", "Éditions", "Comité"),
    Screen("learning", "apprendre", "Ce que l’on apprend", "Comité", shows_values=True),
    Screen("export", "exporter", "Exporter la revue", "Comité"),
    Screen("indicator", "indicateur", "Indicateur", in_navigation=False, shows_values=True),
    Screen("entry", "saisie", "Ma saisie", "Saisie", action=Action.ENTER_VALUE),
    Screen("value", "valeur", "Une valeur", "Saisie", in_navigation=False, action=Action.READ_UNPUBLISHED),
    Screen("imports", "importer", "Coller ou importer", "Saisie", action=Action.IMPORT_FILE),
    Screen("validation", "valider", "À valider", "Saisie", action=Action.VALIDATE),
    Screen("campaigns", "campagnes", "Campagnes", "Saisie", action=Action.READ_UNPUBLISHED),
    Screen("journal", "journal", "Journal", "Saisie", action=Action.READ_UNPUBLISHED),
    Screen("targets", "cibles", "Situations initiales et cibles", "Pilotage", action=Action.SET_TARGET),
    Screen("people", "personnes", "Personnes et droits", "Pilotage", action=Action.MANAGE_PEOPLE),
    Screen("catalogue", "catalogue", "Catalogue", "Pilotage", action=Action.EDIT_CATALOGUE),
    Screen("parameters", "parametres", "Paramètres de la méthode", "Pilotage", action=Action.EDIT_PARAMETERS),
    Screen("method", "methode", "Méthode", "Repères"),
    Screen("guide", "guide", "Guide", "Repères"),
)
