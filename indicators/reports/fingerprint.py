"""A short proof that two editions rest on the same figures."""

import hashlib
import json
from dataclasses import asdict

from indicators.reading.progress.review import Review
from indicators.reading.store.tables import rounded
from indicators.reports.workbook import target_rows, total_rows

LENGTH = 16
"""Hexadecimal digits shown: enough to tell editions apart, short enough to be read aloud."""


def fingerprint(review: Review) -> str:
    """« 3f9a 02bc 11d4 77e0 »: SHA-256 of the values, targets, parameters and statuses of a review, shortened.

    It changes with any figure, flag or source; not with the day on which the edition is made.
    """
    series = list(review.judged.values())
    content = {
        "valeurs": list(total_rows(series)),
        "cibles": list(target_rows(series)),
        "statuts": [(judged.code, str(judged.status), str(rounded(judged.assessment.pace))) for judged in series],
        "parametres": asdict(review.parameters),
    }
    digest = hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()
    return " ".join(digest[start : start + 4] for start in range(0, LENGTH, 4))
