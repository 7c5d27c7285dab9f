"""What a load did, in words: added, changed, left alone."""

from dataclasses import dataclass, field

from db.queries.reference import SyncResult


@dataclass
class Tally:
    """Counts of one kind of record; ``kept`` are those that a person changed since, which a load never touches."""

    added: int = 0
    changed: int = 0
    left: int = 0
    kept: int = 0


@dataclass
class LoadReport:
    """Tally of each kind of record, in loading order."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def tell(self, note: str) -> None:
        """Keep a French sentence for the person: a difference that was left for them to decide."""
        self.notes.append(note)

    def tally(self, kind: str) -> Tally:
        """The tally of a kind, made at first use."""
        return self.tallies.setdefault(kind, Tally())

    def count(self, kind: str, result: SyncResult) -> SyncResult:
        """Add a synchronisation's result to a kind; links that were removed count as changes."""
        tally = self.tally(kind)
        tally.added += len(result.added)
        tally.changed += len(result.changed) + len(result.removed)
        tally.left += len(result.unchanged)
        return result

    @property
    def wrote(self) -> bool:
        """Whether anything was written."""
        return any(tally.added or tally.changed for tally in self.tallies.values())

    def lines(self) -> list[str]:
        """One French line for each kind of record, then what the person should look at."""
        return [*(_line(kind, tally) for kind, tally in self.tallies.items()), *self.notes]


def _line(kind: str, tally: Tally) -> str:
    parts = [f"{tally.added} ajoutés", f"{tally.changed} modifiés", f"{tally.left} inchangés"]
    if tally.kept:
        parts.append(f"{tally.kept} laissés tels que saisis par une personne")
    return f"{kind} : {', '.join(parts)}"
