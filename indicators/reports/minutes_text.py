"""The minutes as plain text, to be pasted into a message or a word processor."""

from collections.abc import Iterable

from indicators.reports.minutes import Decided, Minutes, Opinion, Part, Seen

_BLANK = "…" * 20


def minutes_text(minutes: Minutes) -> str:
    """The same content as the PDF, in lines."""
    return "\n".join(_lines(minutes)).rstrip() + "\n"


def _lines(one: Minutes) -> Iterable[str]:
    yield from (one.title.upper(), one.name, *(each.upper() for each in one.marks), "")
    yield from (f"{name} : {text}" for name, text in one.identity)
    yield ""
    yield from (f"{name} : {_BLANK}" for name in one.attendance)
    yield from ("", "ORDRE DU JOUR")
    yield from (f"- {text}" for text in one.agenda or ("Aucun indicateur n’a été vu.",))
    yield from ("", "DÉCISIONS PRISES")
    yield from _decisions(one.decisions, "Aucune décision n’a été prise.")
    for part in one.parts:
        yield from _part(part)
    yield from ("", "DÉCISIONS ANTÉRIEURES, ENCORE OUVERTES OU SUIVIES CE JOUR")
    yield from _decisions(one.still_open, "Aucune.")


def _part(part: Part) -> Iterable[str]:
    yield from ("", part.title.upper())
    if part.opinion:
        yield f"Appréciation de l’aire : {_opinion(part.opinion)}"
    yield from (f"Décision {each.code}" for each in part.decisions)
    for one in part.seen:
        yield from _seen(one)


def _seen(one: Seen) -> Iterable[str]:
    where = ", ".join(filter(None, (one.period, one.reserve)))
    value = f"{one.value} ({where})" if where else one.value
    status = f"{one.word} ({one.under})" if one.under else one.word
    yield f"- {one.code} {one.label}, {one.perimeter} : {status} ; dernière valeur {value}"
    if one.opinion:
        yield f"  Appréciation : {_opinion(one.opinion)}"
    yield from (f"  Décision {each.code} : {each.text}" for each in one.decisions)


def _opinion(one: Opinion) -> str:
    return f"{one.level} ({one.under})" + (f" : {one.motive}" if one.motive else "")


def _decisions(found: tuple[Decided, ...], none: str) -> Iterable[str]:
    for one in found:
        state = f" ; {one.state}" if one.state else ""
        about = f" ; concerne {one.about}" if one.about else ""
        yield f"- {one.code} : {one.text}"
        yield f"  Chargé : {one.in_charge} ; échéance : {one.due}{state}{about}"
        if one.note:
            yield f"  Suivi : {one.note}"
    if not found:
        yield none
