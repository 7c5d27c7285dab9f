"""Backup of a whole store into one file, and restoration into an empty one, on either engine."""

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from db import migrate
from db.engine import Engine
from db.queries import dump, people
from db.unit_of_work import reading, unit_of_work
from db.vocabulary import EventCode

MANIFEST = "sauvegarde.json"


class BackupError(Exception):
    """A backup that cannot be made, read or restored; the message is in French."""


@dataclass(frozen=True, slots=True)
class Summary:
    """Number of rows of each table of a backup, and its instant."""

    created_at: str
    revision: str
    counts: dict[str, int]


def back_up(engine: Engine, file: Path) -> Summary:
    """Write every table of a store into a file, from one snapshot. An existing file is never overwritten."""
    migrate.require_head(engine)
    try:
        with zipfile.ZipFile(file, "x", zipfile.ZIP_DEFLATED) as archive, reading(engine) as session:
            digests, counts = {}, {}
            for name in dump.table_names():
                content, counts[name] = _lines(dump.rows(session, name))
                digests[name] = hashlib.sha256(content).hexdigest()
                archive.writestr(f"{name}.jsonl", content)
            summary = Summary(datetime.now(UTC).isoformat(timespec="seconds"), migrate.HEAD, counts)
            archive.writestr(MANIFEST, _manifest(summary, digests))
    except FileExistsError as error:
        raise BackupError(f"Le fichier {file} existe déjà ; il n’a pas été touché.") from error
    except OSError as error:
        raise BackupError(f"Le fichier {file} ne peut pas être écrit.") from error
    return summary


def restore(engine: Engine, file: Path, actor: str) -> Summary:
    """Fill an empty store from a backup, all or nothing, after migrating it to this version's schema.

    Raises BackupError for a file that is not a whole backup of this schema, or a store that already holds data.
    """
    manifest, tables = _read(file)
    if manifest["revision"] != migrate.HEAD:
        raise BackupError(
            f"La sauvegarde est au schéma {manifest['revision']}, le logiciel au schéma {migrate.HEAD} : "
            "restaurez-la avec la version du logiciel qui l’a faite."
        )
    migrate.upgrade(engine)
    with unit_of_work(engine, actor) as work:
        if any(dump.count(work.session, name) for name in dump.table_names() if name != dump.SINGLE_ROW):
            raise BackupError("La base contient déjà des données : une sauvegarde se restaure dans une base vide.")
        for name in dump.table_names():
            dump.insert_rows(work.session, name, tables[name])
        dump.reset_sequences(work.session)
        # A session closed after the backup was made must not open again.
        ended = people.end_every_session(work.session, datetime.now(UTC))
        work.record(EventCode.STORE_RESTORED, "base", sauvegarde=manifest["made_at"], sessions_fermees=ended)
        work.commit()
    return Summary(manifest["made_at"], manifest["revision"], manifest["counts"])


def _lines(rows: Iterator[dump.Record]) -> tuple[bytes, int]:
    lines = [json.dumps(row, ensure_ascii=False, sort_keys=True) for row in rows]
    return "".join(f"{line}\n" for line in lines).encode(), len(lines)


def _manifest(summary: Summary, digests: dict[str, str]) -> str:
    content = {
        "made_at": summary.created_at,
        "revision": summary.revision,
        "counts": summary.counts,
        "sha256": digests,
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def _read(file: Path) -> tuple[dict[str, Any], dict[str, Iterable[dump.Record]]]:
    """Manifest and tables of a backup, each table checked against its digest."""
    try:
        with zipfile.ZipFile(file) as archive:
            manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
            contents = {name: archive.read(f"{name}.jsonl") for name in manifest["sha256"]}
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise BackupError(f"Le fichier {file} n’est pas une sauvegarde lisible.") from error
    for name, content in contents.items():
        if hashlib.sha256(content).hexdigest() != manifest["sha256"][name]:
            raise BackupError(f"La sauvegarde est abîmée (table {name}) ; rien n’a été restauré.")
    return manifest, {name: [json.loads(line) for line in content.splitlines()] for name, content in contents.items()}
