"""Coller ou importer: values pasted from a spreadsheet or read from a file, previewed before anything is written."""

from indicators.ui.imports import file, history, paste
from indicators.ui.imports.state import FILE, HISTORY, PASTE, WAYS
from indicators.ui.kit import links
from indicators.ui.kit.html import chip, esc, header, html, join, show
from indicators.ui.who import current_person

TITLE = "Quelles valeurs apportez-vous ?"
LEADS = {
    PASTE: "Collez un bloc de votre tableur : rien n’est enregistré avant que vous ayez vu et confirmé ce qui change.",
    FILE: "Emportez un classeur, rapportez-le rempli : vous verrez ce qui change avant de confirmer.",
    HISTORY: "Ce qui est entré par collage ou par fichier, et de quoi l’annuler d’un bloc.",
}


def screen() -> None:
    """Draw the import method named by the address."""
    person = current_person()
    parameter = links.parameter("facon")
    way = parameter if parameter in WAYS else PASTE
    chips = join(chip(text, links.address("importer", facon=name), name == way) for name, text in WAYS.items())
    show(
        header(TITLE, esc(LEADS[way])),
        html('<nav class="chips import-ways" aria-label="Façons d’importer">{}</nav>', chips),
    )
    if parameter and parameter != way:
        show(html('<p class="warn">{}</p>', f"La façon « {parameter} » n’existe pas ; voici le collage."))
    {PASTE: paste.paste, FILE: file.file, HISTORY: history.history}[way](person)


screen()
