"""Floor 3: what can be said of rules before a report is read: names, units, meaning in place."""
