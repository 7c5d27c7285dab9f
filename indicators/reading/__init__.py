"""What people look at: the store as plain records and frames, as of a date. No writes."""
