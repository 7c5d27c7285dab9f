"""Use cases: right, unit of work, rule and audit event, in one transaction. No screens here."""
