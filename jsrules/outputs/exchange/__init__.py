"""Results for other programs: SARIF, JUnit, CSV, JSON Lines, annotations, Markdown; one writer each."""
