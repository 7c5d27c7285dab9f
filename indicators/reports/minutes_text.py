"""The minutes as plain text, to be pasted into a message or a word processor."""

from collections.abc import Iterable

from indicators.reports.minutes import Decided, Minutes, MinutesPart, Opinion, ReviewedIndicator

_BLANK = "…" * 20


def minutes_text(minutes: Minutes) -> str:
    """The same content as the PDF, in lines."""
    return "\n".join(_lines(minutes)).rstrip() + "\n"


def _lines(minutes: Minutes) -> Iterable[str]:
    yield from (minutes.title.upper(), minutes.name, *(each.upper() for each in minutes.marks), "")
    yield from (f"{name} : {text}" for name, text in minutes.identity)
    yield ""
    yield from (f"{name} : {_BLANK}" for name in minutes.attendance)
    yield from ("", "ORDRE DU JOUR")
    yield from (f"- {text}" for text in minutes.agenda or ("Aucun indicateur n’a été vu.",))
    yield from ("", "DÉCISIONS PRISES")
    yield from _decisions(minutes.decisions, "Aucune décision n’a été prise.")
    for part in minutes.parts:
        yield from _part(part)
    yield from ("", "DÉCISIONS ANTÉRIEURES, ENCORE OUVERTES OU SUIVIES CE JOUR")
    yield from _decisions(minutes.still_open, "Aucune.")


def _part(part: MinutesPart) -> Iterable[str]:
    yield from ("", part.title.upper())
    if part.opinion:
        yield f"Appréciation de l’aire : {_opinion(part.opinion)}"
    yield from (f"Décision {each.code}" for each in part.decisions)
    for indicator in part.seen:
        yield from _seen(indicator)


def _seen(indicator: ReviewedIndicator) -> Iterable[str]:
    where = ", ".join(filter(None, (indicator.period, indicator.reserve)))
    value = f"{indicator.value} ({where})" if where else indicator.value
    status = f"{indicator.word} ({indicator.under})" if indicator.under else indicator.word
    yield f"- {indicator.code} {indicator.label}, {indicator.perimeter} : {status} ; dernière valeur {value}"
    if indicator.opinion:
        yield f"  Appréciation : {_opinion(indicator.opinion)}"
    yield from (f"  Décision {each.code} : {each.text}" for each in indicator.decisions)


def _opinion(opinion: Opinion) -> str:
    return f"{opinion.level} ({opinion.under})" + (f" : {opinion.motive}" if opinion.motive else "")


def _decisions(decideds: tuple[Decided, ...], none: str) -> Iterable[str]:
    for decided in decideds:
        state = f" ; {decided.state}" if decided.state else ""
        about = f" ; concerne {decided.about}" if decided.about else ""
        yield f"- {decided.code} : {decided.text}"
        yield f"  Chargé : {decided.in_charge} ; échéance : {decided.due}{state}{about}"
        if decided.note:
            yield f"  Suivi : {decided.note}"
    if not decideds:
        yield none
