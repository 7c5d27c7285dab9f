"""What people do: permission, unit of work, rule, audit event, in one transaction. No screen in here."""
